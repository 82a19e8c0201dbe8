import { type ExitCode, exitCodes } from '../engine/errors.ts'
import type { ExperimentOutcome } from '../engine/run.ts'
import type { Findings } from './findings.ts'

interface Finding {
  outcome: ExperimentOutcome
  result: Pick<Findings, 'trials'>
  /** Whether hypotheses are asked for. */
  check: boolean
  interrupted: boolean
}

/**
 * What an experiment comes to, the first that applies: interrupted, failed, deviated (a trial that counts shows
 * that a hypothesis did not hold), cannot tell, done. A trial that was skipped, because its target can't have such a fault,
 * says nothing either way, unless all were.
 */
export function exitCodeOf({ outcome, result, check, interrupted }: Finding): ExitCode {
  const statuses = outcome.trials.map(({ status }) => status)
  if (interrupted || statuses.includes('interrupted')) return exitCodes.interrupted
  if (statuses.includes('failed')) return exitCodes.failed
  if (check && deviated(result)) return exitCodes.deviated
  if (uncertain(result)) return exitCodes.cannotTell
  return check && unjudged(result) ? exitCodes.cannotTell : exitCodes.done
}

/** The gate alone, on what was reported before. */
export function exitCodeOfCheck(result: Finding['result']): ExitCode {
  if (deviated(result)) return exitCodes.deviated
  return uncertain(result) || unjudged(result) ? exitCodes.cannotTell : exitCodes.done
}

const deviated = ({ trials }: Finding['result']) =>
  trials.some(({ validity, hypothesis }) => validity === 'valid' && hypothesis.deviated === true)

const uncertain = ({ trials }: Finding['result']) =>
  trials.every(({ status }) => status === 'skipped') ||
  trials.some(({ status, validity }) => status !== 'skipped' && validity !== 'valid')

const unjudged = ({ trials }: Finding['result']) =>
  trials.some(({ status, hypothesis }) => status !== 'skipped' && hypothesis.deviated === null)
