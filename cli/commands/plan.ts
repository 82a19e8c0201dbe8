import { exitCodes } from '../../engine/errors.ts'
import { defineCommand } from '../command.ts'
import { paintFor } from '../console/paint.ts'
import { declareComparison, declarePlanOptions, type PlanOptions } from '../experiment-options.ts'
import { blocksOf, planFrom } from '../experiment-plan.ts'
import { planAsJson } from '../print/plan-json.ts'
import { planAsText } from '../print/plan-text.ts'

export default defineCommand<PlanOptions & { json?: true }>({
  group: 'Measure:',
  summary: 'say what compare or run would do, and for how long',
  description: 'Checks everything and prints the trials in their order, without starting any.',
  examples: [
    ['plan stateful-sticky stateless-redis --scenario kill-server', 'of a comparison'],
    ['plan --all --json', 'of everything, for a program'],
  ],
  declare(command) {
    command.argument('[target...]', 'see "outlast list targets"; or files of yours')
    declareComparison(command)
    declarePlanOptions(
      command,
      `${blocksOf.compare}, with --all ${blocksOf.all}, for one target ${blocksOf.run}`,
    )
    command.option('--json', 'as one JSON object')
  },
  async run({ args: targets, options }, world) {
    const plan = await planFrom(targets, options, world)
    const { stdout, env } = world
    stdout.write(
      options.json
        ? `${JSON.stringify(planAsJson(plan), undefined, 2)}\n`
        : planAsText(plan, paintFor(stdout, env, options)),
    )
    return exitCodes.done
  },
})
