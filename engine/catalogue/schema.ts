import { z } from 'zod'
import { type Duration, parseDuration } from '../duration.ts'
import type { Rate } from '../rate.ts'
import { didYouMean } from './did-you-mean.ts'
import { show } from './problems.ts'

/**
 * The pieces of which the schemas of targets and scenarios are made. They are zod's, with messages that end a
 * sentence which begins with the field's name: what is there, and what to put there instead.
 */
function leaf<T>(wanted: string | ((value: unknown) => string), accepts: (value: unknown) => boolean) {
  return z.custom<T>(accepts, {
    error: ({ input }) => `${found(input)}; ${typeof wanted === 'string' ? wanted : wanted(input)}`,
  })
}

const found = (input: unknown) => (input === undefined ? 'is missing' : `is ${show(input)}`)

export const text = (meaning: string) =>
  leaf<string>(`give ${meaning} as a text`, (value) => typeof value === 'string' && value.trim() !== '')

export const wholeNumber = (meaning: string) =>
  leaf<number>(
    `give ${meaning} as a whole number, 1 or more`,
    (value) => Number.isSafeInteger(value) && Number(value) >= 1,
  )

export const positiveNumber = (meaning: string) =>
  leaf<number>(`give ${meaning} as a number above 0`, (value) => Number.isFinite(value) && Number(value) > 0)

export const share = () =>
  leaf<number>('give a share from 0 to 1', (value) => typeof value === 'number' && value >= 0 && value <= 1)

export const duration = () =>
  leaf<Duration>('give a length of time such as "500ms", "20s" or "2m"', (value) => {
    const ms = typeof value === 'string' ? parseDuration(value) : undefined
    return ms !== undefined && ms > 0
  })

/** A number, or points; what is wrong with a point is for `traffic-checks.ts`. */
export const rate = () =>
  leaf<Rate>(
    'give operations per second as a number above 0, or points such as [["0s", 100], ["30s", 400]]',
    (value) => (Number.isFinite(value) && Number(value) > 0) || (Array.isArray(value) && value.length > 0),
  )

export const wholeSeconds = () =>
  leaf<Duration>('give a length of time in whole seconds, such as "20s" or "2m"', (value) => {
    const ms = typeof value === 'string' ? parseDuration(value) : undefined
    return ms !== undefined && ms > 0 && ms % 1_000 === 0
  })

export const powerOfTwo = ({ from, to }: { from: number; to: number }) =>
  leaf<number>(
    `give a power of two from ${from} to ${to}`,
    (value) => Number.isInteger(Math.log2(Number(value))) && Number(value) >= from && Number(value) <= to,
  )

export const yesOrNo = () => leaf<boolean>('give true or false', (value) => typeof value === 'boolean')

export const oneOf = <const Name extends string>(names: readonly Name[]) =>
  leaf<Name>(
    (value) => `use one of ${names.join(', ')}.${didYouMean(String(value), names)}`,
    (value) => names.some((name) => name === value),
  )

/** An object that has these fields and no others. */
export function object<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const fields = Object.keys(shape)
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys')
        return `${found(issue.input)}; give an object { ${fields.join(', ')} }`
      const unknown = issue.keys as string[]
      return unknown
        .map(
          (key) => `has the unknown field "${key}"; it knows ${fields.join(', ')}.${didYouMean(key, fields)}`,
        )
        .join('; ')
    },
  })
}

export const listOf = <Item extends z.ZodType>(item: Item, meaning: string) =>
  z.array(item, { error: ({ input }) => `${found(input)}; give a list of ${meaning}, [] for none` })

/** What is no list is checked, and told, as the object would be; what is neither, as the list. */
export function either<Item extends z.ZodType, List extends z.ZodType>(by: { object: Item; list: List }) {
  return z.custom<z.infer<Item> | z.infer<List>>().superRefine((value, context) => {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    const { error } = (isObject ? by.object : by.list).safeParse(value)
    for (const { message, path } of error?.issues ?? []) {
      context.addIssue({ code: 'custom', message, path: [...path] })
    }
  })
}

/** A list that has something in it. */
export const someOf = <Item extends z.ZodType>(item: Item, meaning: string) =>
  listOf(item, meaning).min(1, { error: `is empty; give a list of ${meaning}, or leave it out` })
