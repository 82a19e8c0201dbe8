/** What was asked was not answered in time. */
export class TooLate extends Error {
  override readonly name = 'TooLate'
}

/** The answer, or a TooLate after so many milliseconds, whatever the answer's own patience. */
export async function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new TooLate(`no answer in ${ms} ms`)), ms)
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
