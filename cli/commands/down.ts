import { exitCodes } from '../../engine/errors.ts'
import { defineCommand } from '../command.ts'

export default defineCommand({
  group: 'Look:',
  summary: 'remove what up started',
  description: 'Removes the stack that "outlast up" left running; other stacks are not touched.',
  examples: [['down', 'whatever target it was']],
  declare() {},
  async run({ options: { quiet } }, { doors, stderr, signal }) {
    const wasThere = await doors.down(signal)
    if (!quiet) stderr.write(wasThere ? 'Removed.\n' : 'Nothing was running.\n')
    return exitCodes.done
  },
})
