import { InputError } from '../../engine/errors.ts'
import { defineCommand } from '../command.ts'
import {
  declareComparison,
  declarePlanOptions,
  declareRunOptions,
  type PlanOptions,
  type RunOptions,
} from '../experiment-options.ts'
import { blocksOf, planFrom } from '../experiment-plan.ts'
import { measure } from '../measure.ts'

export default defineCommand<PlanOptions & RunOptions>({
  group: 'Measure:',
  summary: 'run several targets through the same scenarios and compare them',
  description: [
    'Runs every target under every scenario, block by block in random order, and says who stayed logged in,',
    'what failed, what it cost, and whether the difference is real. Fewer than six blocks are exploratory.',
  ].join(' '),
  examples: [
    [
      'compare stateful-sticky stateless-redis --scenario kill-server',
      'six blocks, the least that can settle it',
    ],
    [
      'compare stateful-sticky stateless-redis --scenario kill-server --scenario add-server --blocks 2',
      'a first look at two scenarios',
    ],
    ['compare --all', 'every target under every scenario, ten blocks'],
    ['compare stateless-redis ./mine.ts --scenario kill-server', 'with an architecture of yours'],
    [
      'compare stateless-redis stateful-sticky --scenario ./mine.ts --check',
      'a scenario of yours as a gate: exit code 1 when its hypothesis did not hold',
    ],
  ],
  declare(command) {
    command.argument('[target...]', 'two or more; see "outlast list targets"; or files of yours')
    declareComparison(command)
    declarePlanOptions(command, `${blocksOf.compare}, with --all ${blocksOf.all}`)
    declareRunOptions(command)
  },
  async run({ args: targets, options, line }, world) {
    const plan = await planFrom(targets, options, world)
    if (plan.targets.length < 2) {
      throw new InputError(`Only ${plan.targets[0]?.name} is named: one target can't be compared.`, {
        hint: 'Name another one, or use "outlast run".',
      })
    }
    return measure(plan, { options, command: line }, world)
  },
})
