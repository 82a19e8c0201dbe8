import type { ExperimentData, TrialData } from '../data.ts'
import { plural } from '../format.ts'
import type { ExperimentResult } from '../result.ts'
import type { TrialResult } from '../trial-result.ts'

/** The trial of a target that is drawn, and those of its other blocks, which are drawn faintly. */
export interface Drawn {
  target: string
  trial: TrialResult
  data: TrialData
  others: TrialData[]
}

/** What is drawn of each target under a scenario; targets of which nothing was ever measured are left out. */
export function drawnOf(
  result: ExperimentResult,
  { trials: series }: ExperimentData,
  scenario: string,
): Drawn[] {
  const summaries = result.summaries.filter((each) => each.scenario === scenario)
  return summaries.flatMap(({ target }) => {
    const own = result.trials
      .filter((trial) => trial.scenario === scenario && trial.target === target)
      .flatMap((trial) => {
        const data = series.find((each) => each.trial === trial.id)
        return data && data.seconds.length > 0 ? [{ trial, data }] : []
      })
      .sort((a, b) => a.trial.block - b.trial.block)
    return chosen(target, own)
  })
}

/** The first trial that counts, else the first of which there is anything. */
function chosen(target: string, own: readonly Pick<Drawn, 'trial' | 'data'>[]): Drawn[] {
  const shown = own.find(({ trial }) => trial.validity === 'valid') ?? own[0]
  if (!shown) return []
  const others = own.filter((each) => each !== shown && each.trial.validity === 'valid')
  return [{ target, ...shown, others: others.map(({ data }) => data) }]
}

/** `Block 1; 5 others faint`. */
export function shownBlock({ trial, others }: Drawn): string {
  const validity = trial.validity === 'valid' ? '' : ` (${trial.validity}: it does not count)`
  const faint = others.length === 0 ? '' : `; ${plural(others.length, 'other')} faint`
  return `Block ${trial.block}${validity}${faint}`
}
