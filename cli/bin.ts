import { systemClock } from '../engine/clock.ts'
import { exitCodes } from '../engine/errors.ts'
import { doors } from './doors.ts'
import { explain } from './explain.ts'
import { createInterrupts } from './interrupts.ts'
import { run } from './main.ts'
import { writeSafely } from './safe-output.ts'

const leave = () => process.exit(exitCodes.interrupted)
const interrupts = createInterrupts(systemClock.now, leave)
process.on('SIGINT', interrupts.press)
process.on('SIGTERM', interrupts.press)
// The launcher was killed: nobody is left to tell us anything. The reaper removes what runs.
process.on('disconnect', leave)

const stdout = writeSafely(process.stdout)
const stderr = writeSafely(process.stderr)

const unexpected = (error: unknown) => {
  stderr.write(explain(error, process.env))
  process.exit(exitCodes.failed)
}
process.on('uncaughtException', unexpected)
process.on('unhandledRejection', unexpected)

// Node's own code, which README.md does not have: nothing is left to do, and yet a file waits for something at its top.
const unsettled = 13
process.on('exit', (code) => {
  if (code !== unsettled) return
  stderr.write('outlast: A file that was loaded waits for what never comes.\n         Repair its "await".\n')
  process.exitCode = exitCodes.failed
})

const exitCode = await run(process.argv.slice(2), {
  stdout,
  stderr,
  env: process.env,
  cwd: process.cwd(),
  clock: systemClock,
  signal: interrupts.signal,
  doors,
})
const lost = await stdout.flushed()
if (lost) stderr.write(`outlast: Standard output can't be written: ${lost.message}.\n`)
await stderr.flushed()
process.exit(lost ? exitCodes.failed : exitCode)
