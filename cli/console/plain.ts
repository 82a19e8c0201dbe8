import type { ExperimentEvent } from '../../engine/events.ts'
import type { Output } from '../world.ts'
import type { Console } from './console.ts'
import type { Paint } from './paint.ts'
import { follow, notBegun, type Progress, type SecondEvent, timeLeftMs, tookMs } from './progress.ts'
import { ending, load, nextFault, phaseNames, position, roughly, summary, trialName } from './words.ts'

/** What a console is made of. */
export interface ConsoleParts {
  output: Output
  paint: Paint
  nowMs: () => number
}

/** Where nothing happens, one line in this time is enough. */
const quietMs = 5_000

/** Line by line, for logs: nothing is ever overwritten. */
export function createPlain({ output, paint, nowMs }: ConsoleParts): Console {
  let progress: Progress = notBegun
  const seconds = createSeconds()
  const censusDue = createPacer(nowMs)
  const inTrial = (line: string) => [`${paint('dim', numberOf(progress))}  ${line}`]

  const lines = (event: ExperimentEvent, before: Progress): string[] => {
    switch (event.type) {
      case 'experiment':
        return [summary(event.plan), `results: ${event.folder}`]
      case 'trial':
        seconds.reset()
        return [paint('bold', `${numberOf(progress)} ${trialName(event.trial)}`)]
      case 'phase':
        return inTrial(phaseNames[event.phase])
      case 'second': {
        const line = seconds.add(event)
        return line === undefined ? [] : inTrial(`  ${line}`)
      }
      case 'fault':
        return event.step === 'planned' ? [] : inTrial(`  ${event.title}: ${event.victim} ${event.step}`)
      case 'verdict':
        return inTrial(`  ${event.title}: ${event.verdict}, ${event.reason}`)
      case 'census':
        if (event.read < event.sessions ? !censusDue() : event.read === before.census?.read) return []
        return inTrial(`  ${event.read} of ${event.sessions} sessions read`)
      case 'warning': {
        const line = paint('yellow', `warning: ${event.message}`)
        return before.trial ? inTrial(line) : [line]
      }
      case 'trialEnd':
        return [`${paint('dim', numberOf(before))}  ${ended(event, before, progress, nowMs())}`]
      case 'experimentEnd':
        return []
    }
  }

  return {
    show(event) {
      const before = progress
      progress = follow(progress, event, nowMs())
      for (const line of lines(event, before)) output.write(`${line}\n`)
    },
    say: (line) => void output.write(`${line}\n`),
    [Symbol.dispose]() {},
  }
}

const numberOf = ({ trial }: Progress) => (trial ? `${trial.number}/${trial.of}` : '')

function ended(
  event: Extract<ExperimentEvent, { type: 'trialEnd' }>,
  before: Progress,
  after: Progress,
  nowMs: number,
): string {
  const leftMs = timeLeftMs(after, nowMs)
  const left = leftMs === undefined || leftMs === 0 ? '' : ` (about ${roughly(leftMs)} left)`
  return `${ending(event, tookMs(before, nowMs))}${left}`
}

/** Gathers the seconds of a load into a line for every few of them. */
function createSeconds() {
  let gathered: SecondEvent[] = []
  let lineAtMs = 0
  return {
    reset() {
      gathered = []
      lineAtMs = 0
    },
    add(second: SecondEvent): string | undefined {
      gathered.push(second)
      if (second.atMs - lineAtMs < quietMs && second.atMs < second.durationMs) return undefined
      const sum = (key: 'ok' | 'notOk') => gathered.reduce((total, each) => total + each[key], 0)
      const rate = Math.round((sum('ok') + sum('notOk')) / gathered.length)
      const parts = [position(second), load(rate, sum('notOk'), second), nextFault(second)]
      gathered = []
      lineAtMs = second.atMs
      return parts.filter((part) => part !== undefined).join(', ')
    },
  }
}

/** Says whether enough time has passed since it last said so. */
function createPacer(nowMs: () => number): () => boolean {
  let lastMs = Number.NEGATIVE_INFINITY
  return () => {
    if (nowMs() - lastMs < quietMs) return false
    lastMs = nowMs()
    return true
  }
}
