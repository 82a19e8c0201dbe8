import { resolve } from 'node:path'
import { exitCodes } from '../../engine/errors.ts'
import { defineCommand } from '../command.ts'
import { exitCodeOfCheck } from '../exit-code.ts'
import { printReport } from '../print-report.ts'

export default defineCommand<{ json?: true; check?: true }>({
  group: 'Look:',
  summary: 'write the report of an experiment again, from its journals',
  description:
    'Reads the journals and replaces every file of the report; what was cut short is reported as far as it goes.',
  examples: [
    ['report results/latest', 'of the newest experiment'],
    ['report results/latest --check', 'and exit code 1 when a hypothesis did not hold'],
  ],
  declare(command) {
    command
      .argument('<dir>', 'the folder of an experiment, the one with "trials" in it')
      .option('--check', 'exit code 1 when a hypothesis of a scenario did not hold')
      .option('--json', 'the path of the report as a JSON object')
  },
  async run({ args: [dir = ''], options }, world) {
    const folder = resolve(world.cwd, dir)
    const result = await world.doors.writeReports(folder, world.signal)
    printReport({ result, folder, options }, world)
    return options.check ? exitCodeOfCheck(result) : exitCodes.done
  },
})
