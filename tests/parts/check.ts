import { show } from './command.ts'
import { one, type Part } from './part.ts'

/** A tool that says yes or no: one test. */
export function check(name: string, command: string, args: readonly string[]): Part {
  return {
    name,
    run: async () => {
      const exitCode = await show(command, args)
      return one([command, ...args].join(' '), exitCode === 0, `ended with exit code ${exitCode}`)
    },
  }
}
