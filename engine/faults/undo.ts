/** What was done to a stack and can be taken back, the last one first. */
export interface UndoScope extends AsyncDisposable {
  /** How many faults are not taken back yet. */
  readonly pending: number
  /** Gives a way to take it back earlier; it is taken back once only. */
  defer(undo: () => Promise<void>): () => Promise<void>
  /** Takes back all of them; one that fails does not keep the others from it. */
  undoAll(): Promise<void>
}

/** Disposing of it takes back what still stands. */
export function createUndoScope(): UndoScope {
  let stack = new AsyncDisposableStack()
  let pending = 0
  const undoAll = async () => {
    const todo = stack
    stack = new AsyncDisposableStack()
    await todo.disposeAsync()
  }
  return {
    get pending() {
      return pending
    },
    defer(undo) {
      pending++
      let done: Promise<void> | undefined
      const once = () => {
        if (done) return done
        pending--
        done = undo()
        return done
      }
      stack.defer(once)
      return once
    },
    undoAll,
    [Symbol.asyncDispose]: undoAll,
  }
}
