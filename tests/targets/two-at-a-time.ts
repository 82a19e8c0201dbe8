/** Does all of it, two at a time, in the given order. */
export async function twoAtATime(tasks: readonly (() => Promise<void>)[]): Promise<void> {
  const left = [...tasks]
  const work = async () => {
    for (let next = left.shift(); next; next = left.shift()) await next()
  }
  await Promise.all([work(), work()])
}
