import { exitCodes } from '../../engine/errors.ts'
import { defineCommand } from '../command.ts'
import { count } from '../console/words.ts'

export default defineCommand({
  group: 'Tidy up:',
  summary: 'remove what dead runs left',
  description:
    'Removes containers, networks and volumes with the label of an experiment whose Outlast is gone. Experiments that run, and what "outlast up" started, are spared; results are never touched.',
  examples: [['clean', 'after a machine crashed, say']],
  declare() {},
  async run({ options: { quiet } }, { doors, stdout, stderr, signal }) {
    const { removed, spared } = await doors.clean(signal)
    for (const object of removed) stdout.write(`${object}\n`)
    if (!quiet) {
      stderr.write(
        removed.length === 0 ? 'Nothing was left.\n' : `Removed ${count(removed.length, 'object')}.\n`,
      )
      if (spared.length > 0) stderr.write(`Spared what still runs: ${spared.join(', ')}.\n`)
    }
    return exitCodes.done
  },
})
