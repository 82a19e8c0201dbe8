import type { ExperimentEvent } from '../../engine/events.ts'
import type { TrialPhase } from '../../engine/journal/records.ts'
import type { PlannedTrial } from '../../engine/plan.ts'
import { expectedOfEach } from '../expected-time.ts'

/** What the engine tells once a second while the load is on. */
export type SecondEvent = Extract<ExperimentEvent, { type: 'second' }>

/** Where an experiment is, as far as its events tell. Instants are of the clock that `follow` is given. */
export interface Progress {
  /** How long each trial should take, by its id; empty before the experiment has begun. */
  expected: ReadonlyMap<string, number>
  trial: { planned: PlannedTrial; number: number; of: number; startedMs: number } | undefined
  phase: TrialPhase | undefined
  second: SecondEvent | undefined
  census: { read: number; sessions: number } | undefined
  /** Of the trials that ended: what they were expected to take together, and what they took. */
  ended: { expectedMs: number; tookMs: number }
}

/** The progress of an experiment of which no event has come. */
export const notBegun: Progress = {
  expected: new Map(),
  trial: undefined,
  phase: undefined,
  second: undefined,
  census: undefined,
  ended: { expectedMs: 0, tookMs: 0 },
}

/** The progress after one more event. */
export function follow(before: Progress, event: ExperimentEvent, nowMs: number): Progress {
  switch (event.type) {
    case 'experiment':
      return { ...before, expected: expectedOfEach(event.plan) }
    case 'trial': {
      const { trial: planned, number, of } = event
      return {
        ...notBegun,
        expected: before.expected,
        ended: before.ended,
        trial: { planned, number, of, startedMs: nowMs },
      }
    }
    case 'phase':
      return { ...before, phase: event.phase }
    case 'second':
      return { ...before, second: event }
    case 'census':
      return { ...before, census: { read: event.read, sessions: event.sessions } }
    case 'trialEnd':
      return { ...before, trial: undefined, ended: withEnded(before, nowMs) }
    case 'fault':
    case 'verdict':
    case 'warning':
    case 'experimentEnd':
      return before
  }
}

function withEnded({ trial, ended, expected }: Progress, nowMs: number): Progress['ended'] {
  if (!trial) return ended
  return {
    expectedMs: ended.expectedMs + (expected.get(trial.planned.id) ?? 0),
    tookMs: ended.tookMs + tookMs({ trial }, nowMs),
  }
}

/** How long the running trial has taken; 0 between trials. */
export function tookMs({ trial }: Pick<Progress, 'trial'>, nowMs: number): number {
  return trial ? nowMs - trial.startedMs : 0
}

/** How much longer the experiment takes, at the pace of the trials so far; undefined before it has begun. */
export function timeLeftMs({ expected, trial, ended }: Progress, nowMs: number): number | undefined {
  if (expected.size === 0 || (!trial && ended.expectedMs === 0)) return undefined
  const pace = ended.expectedMs === 0 ? 1 : ended.tookMs / ended.expectedMs
  const allMs = [...expected.values()].reduce((sum, ms) => sum + ms, 0)
  const currentMs = trial ? (expected.get(trial.planned.id) ?? 0) * pace : 0
  return Math.max(0, (allMs - ended.expectedMs) * pace - Math.min(tookMs({ trial }, nowMs), currentMs))
}

/** How much of the whole time has passed, from 0 to 1. */
export function shareDone(progress: Progress, nowMs: number): number {
  const leftMs = timeLeftMs(progress, nowMs) ?? 0
  const passedMs = progress.ended.tookMs + tookMs(progress, nowMs)
  return passedMs === 0 ? 0 : passedMs / (passedMs + leftMs)
}
