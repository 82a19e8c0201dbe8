import type { RecordOf } from '../engine/journal/records.ts'
import { enumerated, listed, plural } from './format.ts'
import { pathService } from './trial/cost.ts'
import type { TrialResult } from './trial-result.ts'

/**
 * What bends the numbers of every experiment on one host, and of this one; printed above any number. What the engine
 * saw while it ran (other load, a busy host, few blocks, a short warm-up) comes from its warnings in the journals.
 */
export function caveats(
  trials: readonly TrialResult[],
  environment: RecordOf<'environment'> | undefined,
): string[] {
  const cores = environment ? plural(environment.cpus, 'core') : 'the cores'
  return [
    `Generator, balancer, web servers and stores shared ${cores} of one host: a store's CPU is taken from the web servers beside it, nothing is said of latency over a network, and throughput at saturation is not a result.`,
    ...ofWarnings(trials),
    ...ofPolicies(trials),
    ...ofFaults(trials),
    ...ofPaths(trials),
    ...ofCalledDown(trials),
    'A user who was signed out logs in again with the next operation, as a new session; whoever is signed out twice counts twice.',
  ]
}

/** Balancers must be equally patient, or the difference is theirs. */
function ofPolicies(trials: readonly TrialResult[]): string[] {
  const settings = new Set(trials.flatMap(({ policy }) => Object.keys(policy)))
  const differing = [...settings].filter((name) => {
    const values = trials.flatMap(({ policy }) => (Object.keys(policy).length > 0 ? [policy[name]] : []))
    return new Set(values).size > 1
  })
  if (differing.length === 0) return []
  return [`The targets' failure policies differ in ${differing.sort().join(', ')}.`]
}

function ofFaults(trials: readonly TrialResult[]): string[] {
  if (!trials.some(({ faults }) => faults.some(({ kind }) => kind === 'add'))) return []
  return ['An added server is cold: its first seconds are slower than those of servers that were warmed up.']
}

/** Where faults can hinder the way to the store it leads through a proxy, whether or not one does. */
function ofPaths(trials: readonly TrialResult[]): string[] {
  const proxied = trials.filter(({ cost }) => cost?.services.some(({ role }) => role === pathService))
  if (proxied.length === 0) return []
  const where = proxied.length === trials.length ? 'all trials' : listed(proxied.map(({ id }) => id))
  return [
    `Web servers reached their store through a proxy, so that its path could be hindered: every answer waited for it, which no deployment has to, and its CPU is not in the cost (${where}).`,
  ]
}

/** What a busy machine does to users looks like what a fault did to them. */
function ofCalledDown(trials: readonly TrialResult[]): string[] {
  const struck = trials.filter(({ calledDown }) => calledDown.length > 0)
  if (struck.length === 0) return []
  const told = struck.map(({ id, calledDown }) => {
    const servers = enumerated([...new Set(calledDown.map(({ server }) => server))].sort())
    const signedOut = calledDown.reduce((total, each) => total + each.signedOut, 0)
    return `${servers} (${plural(calledDown.length, 'time')}, ${plural(signedOut, 'user')} signed out meanwhile; ${id})`
  })
  return [
    `The balancer called down servers that no fault had struck, because what it asked of them was answered too late or not at all: ${listed(told)}.`,
  ]
}

/** Each kind of warning once, with the trials that have it where not all do; one that was skipped never has any. */
function ofWarnings(all: readonly TrialResult[]): string[] {
  const trials = all.filter(({ status }) => status !== 'skipped')
  const kinds = Map.groupBy(
    trials.flatMap(({ id, warnings }) => warnings.map((warning) => ({ id, ...warning }))),
    ({ code }) => code,
  )
  return [...kinds.values()].flatMap((found) => {
    const messages = [...new Set(found.map(({ message }) => message))]
    const ids = [...new Set(found.map(({ id }) => id))]
    const where = ids.length === trials.length ? 'all trials' : listed(ids)
    if (messages.length > 1) return `${messages[0]} (And the like in ${where}.)`
    return ids.length === trials.length ? messages : `${messages[0]} (${where})`
  })
}
