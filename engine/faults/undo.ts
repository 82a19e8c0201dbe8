/** What was done to a stack and can be taken back, the last one first. */
export interface UndoScope extends AsyncDisposable {
  /** How many faults are not taken back yet. */
  readonly pending: number
  defer(undo: () => Promise<void>): void
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
    pending = 0
    await todo.disposeAsync()
  }
  return {
    get pending() {
      return pending
    },
    defer(undo) {
      pending++
      stack.defer(undo)
    },
    undoAll,
    [Symbol.asyncDispose]: undoAll,
  }
}
