import { formatDifference, formatInterval, formatP, formatValue, plural } from '../format.ts'
import { metrics } from '../metrics.ts'
import type { Comparison } from '../result.ts'
import { fewestPairsForVerdict } from '../statistics/estimate.ts'
import { h, type Markup } from './node.ts'
import { type Column, folded, table } from './table.ts'

/** Nothing to compare, or 0 on both sides in every block. */
export function isNothing({ pairs }: Comparison): boolean {
  return pairs.every(({ target, baseline }) => target === 0 && baseline === 0)
}

/** `+30.5 [28.1, 32.9], different`: against the baseline, with its interval. */
export function effect(found: Comparison): Markup {
  return h('small', { class: found.primary ? 'effect primary' : 'effect' }, effectText(found))
}

function effectText({ metric, scale, effect, primary, verdict, pHolm }: Comparison): string {
  const unit = metrics[metric]?.unit ?? 'count'
  const show = (value: number) =>
    scale === 'ratio' ? formatValue(value, 'times') : formatDifference(value, unit)
  const words = { different: 'different', noDetectableDifference: 'no detectable difference' }
  const judged = verdict === 'different' || verdict === 'noDetectableDifference' ? words[verdict] : null
  return [
    `${scale === 'ratio' ? '' : 'Δ '}${formatInterval(effect, show)}`,
    ...(primary && pHolm !== null && judged ? [formatP(pHolm)] : []),
    ...(primary && judged ? [judged] : []),
  ].join(', ')
}

/** What the small print of the table says. */
export function explanation(effects: readonly Comparison[]): Markup[] {
  const [first] = effects
  if (!first) return []
  return [h('p', { class: 'footnote' }, explained(first, effects))]
}

function explained({ baseline }: Comparison, effects: readonly Comparison[]): string {
  const blocks = Math.max(...effects.map(({ pairs }) => pairs.length))
  const intervals = effects.some(({ effect: { low } }) => low !== null)
  return [
    `Δ is the difference from ${baseline}, × the ratio to it`,
    intervals ? `, with the 95 % interval over ${plural(blocks, 'block')}.` : '; one block has no interval.',
    blocks < fewestPairsForVerdict
      ? ` All are for orientation: fewer than ${fewestPairsForVerdict} blocks get no verdict.`
      : ' Only the primary metric is tested; all other intervals are for orientation.',
  ].join('')
}

/** Every difference from the baseline, out of the way until somebody wants it. */
export function differences(effects: readonly Comparison[]): Markup[] {
  const [first] = effects
  if (!first) return []
  const targets = [...new Set(effects.map(({ target }) => target))]
  const kinds = [...new Map(effects.map((each) => [each.metric, each.title])).entries()]
  const columns: Column<string>[] = [
    { title: `against ${first.baseline}`, kind: 'words', cell: (target) => target },
    ...kinds.map(([metric, title]) => ({
      title,
      cell: (target: string) =>
        effects.filter((each) => each.target === target && each.metric === metric).map(effectText),
    })),
  ]
  return [
    folded(
      `Differences from ${first.baseline}`,
      h('p', { class: 'footnote' }, explained(first, effects)),
      table({ label: `Differences from ${first.baseline}`, columns, rows: targets, className: 'by-target' }),
    ),
  ]
}
