import type { RunningStack } from '../platform.ts'
import { enter, type TrialContext } from './context.ts'

/** Removes all that the trial started when disposed of, however the trial ended, and checks that it is gone. */
export function down(trial: TrialContext, stack: RunningStack): AsyncDisposable {
  return {
    async [Symbol.asyncDispose]() {
      try {
        enter(trial, 'down')
      } finally {
        await stack[Symbol.asyncDispose]()
      }
    },
  }
}
