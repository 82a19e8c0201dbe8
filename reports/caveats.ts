import type { RecordOf } from '../engine/journal/records.ts'
import { plural } from './format.ts'
import { fewestPairsForVerdict } from './statistics/estimate.ts'
import type { TrialResult } from './trial-result.ts'

interface Basis {
  trials: readonly TrialResult[]
  blocks: number
  environment: RecordOf<'environment'> | undefined
}

/** What bends the numbers of every experiment on one host, and of this one; printed above any number. */
export function caveats({ trials, blocks, environment }: Basis): string[] {
  return [
    ...ofBlocks(blocks),
    ...ofTheHost(environment),
    ...ofPolicies(trials),
    'A user who was signed out logs in again with the next operation, as a new session.',
    ...ofFaults(trials),
    ...ofWarnings(trials),
  ]
}

function ofBlocks(blocks: number): string[] {
  if (blocks >= fewestPairsForVerdict) return []
  return [
    `Exploratory: ${plural(blocks, 'block')}. Below ${fewestPairsForVerdict} no exact test can call two targets different; run --blocks ${fewestPairsForVerdict} for a verdict.`,
  ]
}

function ofTheHost(environment: RecordOf<'environment'> | undefined): string[] {
  const cores = environment ? plural(environment.cpus, 'core') : 'the cores'
  const shared = `Generator, balancer, web servers and stores shared ${cores} of one host: a store's CPU is taken from the web servers beside it, nothing is said of latency over a network, and throughput at saturation is not a result.`
  const others = environment?.otherContainers ?? 0
  if (others === 0) return [shared]
  const isOrAre = others === 1 ? 'another container' : `${others} other containers`
  return [shared, `${isOrAre} ran on the same host at the beginning and shared its CPU.`.replace(/^a/, 'A')]
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

/** Each kind of warning once, with the trials that have it where not all do. */
function ofWarnings(trials: readonly TrialResult[]): string[] {
  const kinds = Map.groupBy(
    trials.flatMap(({ id, warnings }) => warnings.map((warning) => ({ id, ...warning }))),
    ({ code }) => code,
  )
  return [...kinds.values()].flatMap((found) => {
    const messages = [...new Set(found.map(({ message }) => message))]
    const ids = [...new Set(found.map(({ id }) => id))]
    const where = ids.length === trials.length ? 'all trials' : ids.join(', ')
    if (messages.length > 1) return `${messages[0]} (And the like in ${where}.)`
    return ids.length === trials.length ? messages : `${messages[0]} (${where})`
  })
}
