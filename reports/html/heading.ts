import { enumerated, listed, plural } from '../format.ts'
import type { ExperimentResult } from '../result.ts'
import { fewestPairsForVerdict } from '../statistics/estimate.ts'
import type { TrialResult } from '../trial-result.ts'
import { type Child, h, type Markup } from './node.ts'

/** More targets or scenarios than this are told by their number. */
const mostTitles = 3

/** What was compared, when, how often, and what came of it as an undertaking; then what does not count. */
export function heading(result: ExperimentResult): Markup {
  const { experiment, trials } = result
  return h(
    'header',
    {},
    h('p', { class: 'kicker' }, `Outlast ${experiment.outlast} · ${experiment.id}`),
    h('h1', {}, titleOf(result)),
    h(
      'p',
      { class: 'facts' },
      [scenariosOf(result), when(experiment), hostOf(experiment), blocksOf(experiment), countOf(trials)].map(
        (fact) => (fact === null ? null : h('span', {}, fact)),
      ),
    ),
    status(experiment),
    invalid(experiment),
    caveats(experiment),
  )
}

/** `12 trials, all valid`; `12 trials, 9 valid, 2 skipped`. */
function countOf(trials: readonly TrialResult[]): string {
  const valid = trials.filter(({ validity }) => validity === 'valid').length
  const skipped = trials.filter(({ status }) => status === 'skipped').length
  return [
    plural(trials.length, 'trial'),
    valid === trials.length ? 'all valid' : `${valid} valid`,
    ...(skipped === 0 ? [] : [`${skipped} skipped`]),
  ].join(', ')
}

/** Two or three architectures by name, more by their number. */
export function titleOf({ targets }: ExperimentResult): string {
  if (targets.length > mostTitles) return `${targets.length} architectures compared`
  return enumerated(targets.map(({ name }) => name))
}

function scenariosOf({ scenarios }: ExperimentResult): string {
  if (scenarios.length > mostTitles) return plural(scenarios.length, 'scenario')
  return enumerated(scenarios.map(({ title }) => title))
}

/** Everything on one host is the confound of all; how small it is says how much. */
function hostOf({ environment }: ExperimentResult['experiment']): string | null {
  return environment ? `one host, ${plural(environment.cpus, 'core')}` : null
}

function blocksOf({ blocks }: ExperimentResult['experiment']): string {
  return `${plural(blocks, 'block')}${blocks < fewestPairsForVerdict ? ': exploratory' : ''}`
}

/** `31 January 2026, 10:15 to 10:40 UTC`; with both days where they are two. */
function when({ startedAt, endedAt }: ExperimentResult['experiment']): string {
  const day = (iso: string) =>
    new Date(iso).toLocaleDateString('en-GB', {
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      timeZone: 'UTC',
    })
  const time = (iso: string) => iso.slice(11, 16)
  const end = day(endedAt) === day(startedAt) ? time(endedAt) : `${day(endedAt)}, ${time(endedAt)}`
  return `${day(startedAt)}, ${time(startedAt)} to ${end} UTC`
}

function status({ status }: ExperimentResult['experiment']): Child {
  switch (status) {
    case 'complete':
      return null
    case 'interrupted':
      return h('p', { class: 'alert' }, 'The experiment was interrupted: this is what there is of it.')
    case 'failed':
      return h('p', { class: 'alert' }, 'The experiment failed in part: at least one trial broke off.')
    default:
      return status satisfies never
  }
}

function invalid({ invalid: trials }: ExperimentResult['experiment']): Child {
  if (trials.length === 0) return null
  const names = listed(trials.map(({ trial }) => trial))
  return h(
    'details',
    { class: 'invalid' },
    h(
      'summary',
      {},
      h('strong', {}, `${plural(trials.length, 'trial')} ${trials.length === 1 ? 'does' : 'do'} not count: `),
      names,
    ),
    h(
      'ul',
      {},
      trials.map(({ trial, validity, reasons }) =>
        h('li', {}, h('b', {}, trial), ` is ${validity}. ${reasons.join(' ')}`),
      ),
    ),
  )
}

function caveats({ caveats: all }: ExperimentResult['experiment']): Child {
  if (all.length === 0) return null
  return h(
    'details',
    { class: 'caveats' },
    h('summary', {}, h('strong', {}, `${plural(all.length, 'caveat')} `), 'to know before any number'),
    h(
      'ul',
      {},
      all.map((caveat) => h('li', {}, caveat)),
    ),
  )
}
