import { show } from './command.ts'
import { judge, none, type Part } from './part.ts'

/** A tool that says yes or no: one test. */
export function check(name: string, command: string, args: readonly string[]): Part {
  return {
    name,
    run: async () => {
      const exitCode = await show(command, args)
      return exitCode === 0 ? { ...none, passed: 1 } : judge(none, exitCode)
    },
  }
}
