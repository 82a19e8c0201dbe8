import { parseDuration } from '../engine/duration.ts'
import { InputError } from '../engine/errors.ts'

/** A reader for `--blocks 6`. Throws an InputError that names the option. */
export function wholeNumber(option: string, atLeast: number, atMost?: number): (text: string) => number {
  const range = atMost === undefined ? `${atLeast} or more` : `from ${atLeast} to ${atMost}`
  return (text) => {
    const value = Number(text)
    const fits = value >= atLeast && value <= (atMost ?? Number.MAX_SAFE_INTEGER)
    if (/^\d+$/.test(text) && fits) return value
    throw new InputError(`${option} is "${text}"; give a whole number, ${range}.`)
  }
}

/** A reader for `--rate 250`. Throws an InputError that names the option. */
export function positiveNumber(option: string): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value
    throw new InputError(`${option} is "${text}"; give a number above 0.`)
  }
}

/** A reader for `--duration 60s`, in milliseconds. Throws an InputError that names the option. */
export function durationMs(option: string): (text: string) => number {
  return (text) => {
    const value = parseDuration(text)
    if (value !== undefined && value > 0) return value
    throw new InputError(
      `${option} is "${text}"; give a length of time above 0, such as "500ms", "20s" or "2m".`,
    )
  }
}

/** A reader for an option that may be given more than once. */
export function collect(text: string, before: readonly string[] = []): string[] {
  return [...before, text]
}
