/** Items that one side hands over and the other takes in order; ends, or fails, after what was handed over before. */
export interface Queue<T> extends AsyncIterable<T> {
  push(item: T): void
  end(): void
  fail(error: unknown): void
}

export function createQueue<T>(): Queue<T> {
  const items: (() => IteratorResult<T>)[] = []
  let wake = Promise.withResolvers<void>()
  const hand = (item: () => IteratorResult<T>) => {
    items.push(item)
    wake.resolve()
    wake = Promise.withResolvers<void>()
  }
  return {
    push: (value) => hand(() => ({ done: false, value })),
    end: () => hand(() => ({ done: true, value: undefined })),
    fail: (error) =>
      hand(() => {
        throw error
      }),
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const item = items.shift()
        if (!item) {
          await wake.promise
          continue
        }
        const result = item()
        if (result.done) return
        yield result.value
      }
    },
  }
}
