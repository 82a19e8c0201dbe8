import { endSentence } from '../format.ts'
import type { Measured } from '../metrics.ts'
import type { TrialResult } from '../trial-result.ts'
import { difference } from './counts.ts'
import type { TrialRecords } from './trial-records.ts'

/** The generator's own fault: more than this share of the schedule was never sent (MEASURES, section 2). */
const mostDropped = 0.001

/** More than this share of the sessions that must exist could not be read (MEASURES, section 1). */
const mostUnknown = 0.001

/** What makes the numbers of a trial worthless, then what makes them undecided; as sentences. */
export function validityOf(
  records: TrialRecords,
  trial: Measured,
): Pick<TrialResult, 'validity' | 'validityReasons'> {
  // What did not end has no fault, no census and no balance for that reason: `missing` names them.
  if (trial.status !== 'complete') return { validity: 'invalid', validityReasons: [statusReason(trial)] }
  const invalid = [
    ...(records.frames.final ? ledgerReasons(records, trial) : []),
    ...generatorReasons(trial),
    ...faultReasons(trial, 'mismatch'),
  ]
  const inconclusive = [
    ...faultReasons(trial, 'inconclusive'),
    ...faultReasons(trial, 'missing'),
    ...censusReasons(trial),
  ]
  return {
    validity: invalid.length > 0 ? 'invalid' : inconclusive.length > 0 ? 'inconclusive' : 'valid',
    validityReasons: [...invalid, ...inconclusive],
  }
}

const ends = {
  complete: 'ended',
  interrupted: 'was interrupted',
  failed: 'failed',
  skipped: 'was skipped',
  aborted: 'was aborted',
}

function statusReason({ status, reason }: Measured): string {
  return endSentence(`The trial ${ends[status]}${reason ? `: ${reason}` : ''}`)
}

function ledgerReasons({ frames }: TrialRecords, { ledger }: Measured): string[] {
  const reasons: string[] = []
  if (ledger.residual !== 0) {
    reasons.push(`The ledger of requests does not balance: the residual is ${ledger.residual}.`)
  }
  if (frames.gaps > 0) reasons.push(`Frames of the generator are missing: ${frames.gaps}.`)
  for (const phase of ['warmUp', 'measured', 'census'] as const) {
    const totals = frames.totals?.[phase]
    const differs = totals && difference(frames.phases[phase], totals)
    if (differs) {
      reasons.push(`The frames do not add up to the generator's own sum of ${phase}: ${differs}.`)
    }
  }
  return reasons
}

function generatorReasons({ phases }: Measured): string[] {
  const { scheduled, dropped, blocked } = phases.measured
  const ownFault = dropped - blocked
  if (ownFault <= mostDropped * scheduled) return []
  return [
    `The generator could not keep its schedule: it dropped ${ownFault} of ${scheduled} operations (more than 0.1 %).`,
  ]
}

function faultReasons({ faults }: Measured, verdict: Measured['faults'][number]['verdict']): string[] {
  return faults
    .filter((fault) => fault.verdict === verdict)
    .map(({ title, victim, reason }) =>
      endSentence(`The fault "${title}"${victim ? ` on ${victim}` : ''} was not confirmed: ${reason}`),
    )
}

function censusReasons({ sessions, missing }: Measured): string[] {
  if (!sessions) return ['No census was taken: what became of the sessions is not known.']
  const reasons = missing.map((what) => `The journal is not whole: ${what}.`)
  if (sessions.unknown > mostUnknown * sessions.must) {
    reasons.push(
      `The census could not tell of ${sessions.unknown} of ${sessions.must} sessions (more than 0.1 %).`,
    )
  }
  return reasons
}
