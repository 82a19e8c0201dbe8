import { exitCodes } from '../../engine/errors.ts'
import { plural } from '../../reports/format.ts'
import { defineCommand } from '../command.ts'

export default defineCommand({
  group: 'Tidy up:',
  summary: 'remove what dead runs left',
  description:
    'Removes containers, networks and volumes with the label of an experiment whose Outlast is gone, whatever state they are in, and prints each. Experiments that run, what "outlast up" started and what was started by hand are spared, and named; results are never touched.',
  examples: [['clean', 'after a machine crashed, say']],
  declare() {},
  async run({ options: { quiet } }, { doors, stdout, stderr, signal }) {
    const { removed, spared, failure } = await doors.clean(signal)
    for (const object of removed) stdout.write(`${object}\n`)
    if (!quiet) {
      if (removed.length > 0) stderr.write(`Removed ${plural(removed.length, 'object')}.\n`)
      else if (!failure) stderr.write('No dead run has left anything.\n')
      for (const experiment of spared) stderr.write(`Spared ${experiment}.\n`)
    }
    if (failure) throw failure
    return exitCodes.done
  },
})
