import type { ExperimentData } from '../data.ts'
import type { ExperimentResult } from '../result.ts'
import { heading } from './heading.ts'
import { method } from './method.ts'
import { h, type Markup } from './node.ts'
import { scenario } from './scenario.ts'
import { verdicts } from './verdicts.ts'

/** The report from top to bottom: what does not count, the verdict, the evidence, and how it was come by. */
export function report(result: ExperimentResult, data: ExperimentData): Markup[] {
  return [
    h(
      'main',
      {},
      heading(result),
      verdicts(result),
      contents(result),
      result.scenarios.map((each) => scenario(result, data, each)),
      method(result),
    ),
  ]
}

function contents({ scenarios }: ExperimentResult): Markup {
  return h(
    'nav',
    { 'aria-label': 'Contents' },
    scenarios.map(({ name, title }) => h('a', { href: `#${name}` }, title)),
    h('a', { href: '#method' }, 'How this was measured'),
  )
}
