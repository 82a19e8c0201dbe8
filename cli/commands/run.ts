import { defineCommand } from '../command.ts'
import {
  declarePlanOptions,
  declareRunOptions,
  type PlanOptions,
  type RunOptions,
} from '../experiment-options.ts'
import { blocksOf, planFrom } from '../experiment-plan.ts'
import { measure } from '../measure.ts'

export default defineCommand<PlanOptions & RunOptions>({
  group: 'Measure:',
  summary: 'run one target through a scenario, once',
  description:
    'Runs one trial and reports it: what happens to this target, not whether it is better than another.',
  examples: [
    ['run stateless-redis --scenario kill-server', 'one trial'],
    [
      'run stateless-redis --scenario kill-server --duration 20s --users 200 --rate 100',
      'a short and small one',
    ],
    ['run stateless-redis --scenario ./mine.ts --json', 'with events for a program'],
  ],
  declare(command) {
    command.argument('<target>', 'see "outlast list targets"; or a file of yours')
    declarePlanOptions(command, String(blocksOf.run))
    declareRunOptions(command)
  },
  run: async ({ args, options, line }, world) =>
    measure(await planFrom(args, options, world), { options, command: line }, world),
})
