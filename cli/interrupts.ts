import { Interrupted } from '../engine/errors.ts'

/** One key press reaches a process by more ways than one: from the terminal, and through npm or the launcher. */
const samePressMs = 500

interface Interrupts {
  signal: AbortSignal
  /** Ctrl-C, or a SIGTERM: the first one ends the work in good order, a second one at once. */
  press(): void
}

/** `leave` ends the process; it is called at the second press. */
export function createInterrupts(nowMs: () => number, leave: () => void): Interrupts {
  const controller = new AbortController()
  let firstMs: number | undefined
  return {
    signal: controller.signal,
    press() {
      if (firstMs === undefined) {
        firstMs = nowMs()
        controller.abort(new Interrupted('Interrupted.'))
      } else if (nowMs() - firstMs > samePressMs) {
        leave()
      }
    },
  }
}
