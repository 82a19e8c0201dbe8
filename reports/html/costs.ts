import { formatShare, formatValue } from '../format.ts'
import { isCounted } from '../trial/cost.ts'
import type { CostResult, TrialResult } from '../trial-result.ts'
import { h, type Markup } from './node.ts'
import { type Column, table } from './table.ts'
import { trialColumns } from './trial-columns.ts'
import { unknown } from './unknown.ts'

/** Who used the processor and the memory; servers of one role are added up. */
export function costs(trials: readonly TrialResult[]): Markup {
  const services = trials.flatMap(({ cost }) => cost?.services ?? [])
  const roles = [...new Set(services.map(({ role }) => role))]
  const columns: Column<TrialResult>[] = [
    ...trialColumns<TrialResult>((trial) => trial),
    ...roles.map((role) => ({
      title: isCounted(role) ? role : `${role} (not counted)`,
      cell: ({ cost }: TrialResult) => (cost ? roleCell(cost, role) : unknown),
    })),
    {
      title: 'cores busy, mean and highest',
      cell: ({ cost }) =>
        cost
          ? [cost.hostBusyMean, cost.hostBusyMax]
              .map((share) => (share === null ? 'not known' : formatShare(share)))
              .join(', ')
          : unknown,
    },
  ]
  return table({ label: 'Cost by service', className: 'trials', columns, rows: trials })
}

/** A dash where the target has no such service, which is something else than a service that costs nothing. */
function roleCell({ services }: CostResult, role: string) {
  const own = services.filter((service) => service.role === role)
  if (own.length === 0) return '–'
  const cpu = own.reduce<number | null>(
    (sum, { cpuSecondsPer1000Ok: each }) => (sum === null || each === null ? null : sum + each),
    0,
  )
  const memory = own.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0)
  return [formatValue(cpu, 'seconds'), h('small', {}, formatValue(memory, 'bytes'))]
}
