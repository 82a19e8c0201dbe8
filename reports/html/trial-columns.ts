import type { TrialResult } from '../trial-result.ts'
import { h } from './node.ts'
import type { Column } from './table.ts'

type Named = Pick<TrialResult, 'target' | 'block' | 'validity'>

/** Which trial a row is about; the section says which scenario. */
export function trialColumns<Row>(trialOf: (row: Row) => Named): Column<Row>[] {
  return [
    { title: 'target', kind: 'words', cell: (row) => trialOf(row).target },
    {
      title: 'block',
      cell: (row) => {
        const { block, validity } = trialOf(row)
        return [String(block), validity === 'valid' ? null : h('small', { class: 'bad' }, validity)]
      },
    },
  ]
}
