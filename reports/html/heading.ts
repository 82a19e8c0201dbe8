import { listed, plural } from '../format.ts'
import type { ExperimentResult } from '../result.ts'
import { fewestPairsForVerdict } from '../statistics/estimate.ts'
import { type Child, h, type Markup } from './node.ts'

/** More scenarios than this are told by their number. */
const mostTitles = 3

/** What was compared, when, how often, and what came of it as an undertaking; then what does not count. */
export function heading(result: ExperimentResult): Markup {
  const { experiment, trials } = result
  const valid = trials.filter(({ validity }) => validity === 'valid').length
  return h(
    'header',
    {},
    h('p', { class: 'kicker' }, `Outlast ${experiment.outlast} · ${experiment.id}`),
    h('h1', {}, titleOf(result)),
    h(
      'p',
      { class: 'facts' },
      [
        scenariosOf(result),
        when(experiment),
        hostOf(experiment),
        blocksOf(experiment),
        valid === trials.length
          ? `${plural(trials.length, 'trial')}, all valid`
          : `${plural(trials.length, 'trial')}, ${valid} valid`,
      ].map((fact) => (fact === null ? null : h('span', {}, fact))),
    ),
    status(experiment),
    invalid(experiment),
    caveats(experiment),
  )
}

/** Two or three architectures by name, more by their number. */
export function titleOf({ targets }: ExperimentResult): string {
  const names = targets.map(({ name }) => name)
  if (names.length > 3) return `${names.length} architectures compared`
  const last = names.at(-1) ?? ''
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${last}` : last
}

function scenariosOf({ scenarios }: ExperimentResult): string {
  if (scenarios.length > mostTitles) return plural(scenarios.length, 'scenario')
  return scenarios.map(({ title }) => title).join(' and ')
}

/** Everything on one host is the confound of all; how small it is says how much. */
function hostOf({ environment }: ExperimentResult['experiment']): string | null {
  return environment ? `one host, ${plural(environment.cpus, 'core')}` : null
}

function blocksOf({ blocks }: ExperimentResult['experiment']): string {
  return `${plural(blocks, 'block')}${blocks < fewestPairsForVerdict ? ': exploratory' : ''}`
}

function when({ startedAt, endedAt }: ExperimentResult['experiment']): string {
  const day = new Date(startedAt).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  })
  const time = (iso: string) => iso.slice(11, 16)
  return `${day}, ${time(startedAt)} to ${time(endedAt)} UTC`
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
