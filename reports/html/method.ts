import type { TargetDescription } from '../../engine/journal/descriptions.ts'
import { formatValue } from '../format.ts'
import type { ExperimentResult } from '../result.ts'
import { type Child, h, type Markup } from './node.ts'
import { folded, table } from './table.ts'

const files: readonly [name: string, what: string][] = [
  ['result.json', 'every number of this report'],
  ['trials.csv', 'a row for each trial'],
  ['timeseries.csv', 'a row for each trial and second'],
  ['sessions.csv', 'a row for each session and its fate'],
  ['events.csv', 'a row for each fault and step of its timeline'],
  ['summary.md', 'the verdicts and tables as Markdown'],
]

/** What was run, on what, how, and where the numbers are. */
export function method(result: ExperimentResult): Markup {
  const { experiment, targets } = result
  return h(
    'section',
    { id: 'method' },
    h('h2', {}, 'How this was measured'),
    h('h3', {}, 'Architectures'),
    table<TargetDescription>({
      label: 'Architectures',
      columns: [
        { title: 'target', kind: 'words', cell: ({ name }) => name },
        {
          title: 'what it is',
          kind: 'words',
          cell: ({ title, note }) => [title, note ? h('small', {}, note) : null],
        },
        { title: 'sessions in', kind: 'words', cell: ({ sessions }) => sessions },
        { title: 'balancer', kind: 'words', cell: ({ balancer }) => balancer },
        { title: 'affinity by', kind: 'words', cell: ({ affinity }) => affinity },
        { title: 'needs', kind: 'words', cell: ({ services }) => services.join(', ') || 'nothing else' },
      ],
      rows: targets,
    }),
    policies(result),
    h('h3', {}, 'Environment'),
    definitions(environment(experiment)),
    h('h3', {}, 'Versions'),
    definitions(Object.entries(experiment.versions)),
    h('h3', {}, 'To repeat it'),
    h('pre', {}, h('code', {}, experiment.command)),
    h(
      'p',
      { class: 'footnote' },
      `The seed was ${experiment.seed}; with --seed the order of trials and the traffic are the same again.`,
    ),
    h('h3', {}, 'The numbers'),
    h(
      'ul',
      { class: 'files' },
      files.map(([name, what]) => h('li', {}, h('a', { href: name }, name), `: ${what}`)),
      h('li', {}, h('a', { href: 'trials/' }, 'trials/'), ': the journals, from which all of this was made'),
    ),
  )
}

function environment({ environment, outlast }: ExperimentResult['experiment']): [string, string][] {
  if (!environment) return [['environment', 'not known']]
  return [
    ['cores', String(environment.cpus)],
    ['memory', formatValue(environment.memoryBytes, 'bytes')],
    ['kernel', environment.kernel],
    ['Docker', environment.docker],
    ['compose', environment.compose],
    ['cgroup', environment.cgroup],
    ['other containers', String(environment.otherContainers)],
    ['Outlast', outlast],
  ]
}

function definitions(entries: readonly (readonly [string, string])[]): Child {
  if (entries.length === 0) return h('p', { class: 'unknown' }, 'not known')
  return h(
    'dl',
    {},
    entries.map(([term, value]) => h('div', {}, h('dt', {}, term), h('dd', {}, value))),
  )
}

/** The balancer's patience is part of every result; targets with the same policy share an entry. */
function policies({ targets, trials }: ExperimentResult): Child {
  const groups = new Map<string, { names: string[]; policy: Record<string, string> }>()
  for (const { name } of targets) {
    const policy = trials.find(
      (trial) => trial.target === name && Object.keys(trial.policy).length > 0,
    )?.policy
    if (!policy) continue
    const key = JSON.stringify(policy)
    const group = groups.get(key) ?? { names: [], policy }
    group.names.push(name)
    groups.set(key, group)
  }
  if (groups.size === 0) return null
  return [
    h('h3', {}, 'Failure policy'),
    [...groups.values()].map(({ names, policy }) =>
      folded(names.join(', '), definitions(Object.entries(policy))),
    ),
  ]
}
