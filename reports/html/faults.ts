import type { faultSteps } from '../../engine/journal/records.ts'
import { formatValue } from '../format.ts'
import type { FaultResult, RecoveryResult, TrialResult } from '../trial-result.ts'
import { type Child, h, type Markup } from './node.ts'
import { type Column, table } from './table.ts'
import { trialColumns } from './trial-columns.ts'

type Step = (typeof faultSteps)[number]

interface Row {
  trial: TrialResult
  fault: FaultResult
  recovery: RecoveryResult | undefined
}

/** Every fault, whether it was what was planned, and its instants in milliseconds after it was asked for. */
export function faults(trials: readonly TrialResult[]): Child {
  const rows = trials.flatMap((trial) =>
    trial.faults.map((fault) => ({
      trial,
      fault,
      recovery: trial.recovery.find((each) => each.fault === fault.fault),
    })),
  )
  if (rows.length === 0) return h('p', {}, 'Nothing was broken: the scenario has no fault.')
  const wasTaken = (step: Step) => rows.some(({ fault }) => instant(fault, step) !== null)
  const shown = columns.filter(({ steps }) => steps === undefined || steps.some(wasTaken))
  return [
    table({ label: 'Faults', columns: shown, rows, className: 'trials' }),
    h(
      'p',
      { class: 'footnote' },
      'Instants are counted from the request. The daemon’s event (observed) may come before the answer to it (acknowledged). “Detected”: the balancer calls the server down, or up.',
      wasTaken('endedWithVictim')
        ? ' “Ended with its victim”: when the fault was to be undone the victim was dead, removed or replaced, and nothing was left to undo.'
        : null,
    ),
  ]
}

/** A column that tells of steps is left out where no fault took any of them. */
const columns: readonly (Column<Row> & { steps?: readonly Step[] })[] = [
  ...trialColumns<Row>(({ trial }) => trial),
  {
    title: 'fault',
    kind: 'words',
    cell: ({ fault: { title, victim } }) => [title, h('small', {}, victim ?? 'no victim: never begun')],
  },
  { title: 'verdict', kind: 'words', cell: verdictCell },
  { title: 'asked for at', cell: ({ fault }) => seconds(at(fault, 'requested')) },
  ...(['observed', 'acknowledged', 'detected', 'undoRequested'] as const).map((step) => ({
    title: step === 'undoRequested' ? 'undo asked for' : step,
    steps: [step],
    cell: ({ fault }: Row) => after(instant(fault, step)),
  })),
  { title: 'undone', steps: ['undone', 'endedWithVictim'], cell: undoneCell },
  { title: 'first success', cell: ({ fault, recovery }) => ofRecovery(fault, recovery, 'firstSuccessMs') },
  {
    title: 'back',
    cell: ({ fault, recovery }) =>
      recovery?.leftBand === false ? 'never left' : ofRecovery(fault, recovery, 'backMs'),
  },
]

function verdictCell({ fault: { verdict, reason } }: Row): Child {
  return [h('b', { class: verdict === 'confirmed' ? 'good' : 'bad' }, verdict), h('small', {}, reason)]
}

function undoneCell({ fault }: Row): Child {
  const endedMs = instant(fault, 'endedWithVictim')
  if (endedMs === null) return after(instant(fault, 'undone'))
  return ['ended with its victim', h('small', {}, after(endedMs))]
}

function at(fault: FaultResult, step: Step): number | null {
  return fault.steps.find((each) => each.step === step)?.atMs ?? null
}

/** Milliseconds after the request. */
function instant(fault: FaultResult, step: Step): number | null {
  const [found, start] = [at(fault, step), at(fault, 'requested')]
  return found === null || start === null ? null : found - start
}

/** Measured from the onset, told from the request like all others. */
function ofRecovery(
  fault: FaultResult,
  recovery: RecoveryResult | undefined,
  name: 'firstSuccessMs' | 'backMs',
): Child {
  const start = at(fault, 'requested')
  const ms = recovery?.[name] ?? null
  return after(recovery && start !== null && ms !== null ? recovery.onsetAtMs + ms - start : null)
}

function after(ms: number | null): Markup | string {
  return ms === null
    ? h('span', { class: 'unknown' }, 'not seen')
    : `+${Math.round(ms).toLocaleString('en-US')} ms`
}

function seconds(ms: number | null): string {
  return formatValue(ms === null ? null : ms / 1_000, 'seconds')
}
