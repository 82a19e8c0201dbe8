import { expect, test } from 'vitest'
import { TooLate, within } from './within.ts'

test('an answer in time is the answer, an error too', async () => {
  expect(await within(60_000, Promise.resolve(1))).toBe(1)
  await expect(within(60_000, Promise.reject(new Error('no')))).rejects.toThrow('no')
})

test('an answer that does not come is too late', async () => {
  await expect(within(1, new Promise(() => {}))).rejects.toThrow(TooLate)
})

test('an error that comes too late troubles nobody', async () => {
  const { promise, reject } = Promise.withResolvers<void>()
  await expect(within(1, promise)).rejects.toThrow('no answer in 1 ms')
  reject(new Error('late'))
})
