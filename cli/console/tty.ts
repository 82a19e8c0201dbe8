import { stripVTControlCharacters } from 'node:util'
import type { ExperimentEvent, TrialStatus } from '../../engine/events.ts'
import type { Console } from './console.ts'
import type { Paint } from './paint.ts'
import type { ConsoleParts } from './plain.ts'
import { follow, notBegun, type Progress, shareDone, timeLeftMs, tookMs } from './progress.ts'
import { ending, load, nextFault, phaseNames, position, roughly, summary, trialName } from './words.ts'

/**
 * A live view: what has happened scrolls up, and the last lines, redrawn at every event, say where the running
 * trial is. Nothing runs between events.
 */
export function createTty({ output, paint, nowMs }: ConsoleParts): Console {
  let progress: Progress = notBegun
  let drawn = 0

  const erase = () => (drawn === 0 ? '' : `\u001b[${drawn}A\u001b[0J`)
  const redraw = (happened: readonly string[]) => {
    const live = liveLines(progress, nowMs()).map((line) => cut(line, output.columns ?? 80))
    const text = [...happened, ...live].map((line) => `${line}\n`).join('')
    output.write(`${erase()}${text}`)
    drawn = live.length
  }

  const liveLines = (now: Progress, atMs: number): string[] => {
    if (!now.trial) return []
    const { planned, number, of, startedMs } = now.trial
    const phase = now.phase === undefined ? '' : phaseNames[now.phase]
    const took = roughly(atMs - startedMs)
    return [
      `${paint('cyan', '●')} ${number}/${of} ${paint('bold', trialName(planned))}  ${phase}, ${took}`,
      ...detail(now),
      paint('dim', `  ${bar(shareDone(now, atMs))} ${number - 1} of ${of} trials done${left(now, atMs)}`),
    ]
  }

  const detail = ({ phase, second, census }: Progress): string[] => {
    if (phase === 'census') return census ? [`  ${census.read} of ${census.sessions} sessions read`] : []
    if (!second || phase === 'down') return []
    const lines = [`  ${position(second)}, ${load(second.ok + second.notOk, second.notOk, second)}`]
    const next = nextFault(second)
    return next === undefined ? lines : [...lines, `  ${next}`]
  }

  const happened = (event: ExperimentEvent, before: Progress): string[] => {
    switch (event.type) {
      case 'experiment':
        return [summary(event.plan), paint('dim', `results: ${event.folder}`)]
      case 'verdict': {
        const mark = event.verdict === 'confirmed' ? paint('green', '✔') : paint('yellow', '!')
        return [`  ${mark} ${event.title}: ${event.verdict}, ${event.reason}`]
      }
      case 'warning':
        return [paint('yellow', `  ! ${event.message}`)]
      case 'trialEnd': {
        const number = before.trial ? `${before.trial.number}/${before.trial.of} ` : ''
        const ended = ending(event, tookMs(before, nowMs()))
        return [`${markOf(event.status, paint)} ${number}${trialName(event.trial)}  ${ended}`]
      }
      default:
        return []
    }
  }

  return {
    show(event) {
      const before = progress
      progress = follow(progress, event, nowMs())
      redraw(happened(event, before))
    },
    say: (line) => redraw([line]),
    [Symbol.dispose]() {
      output.write(erase())
      drawn = 0
    },
  }
}

/** What was skipped went neither well nor wrong. */
function markOf(status: TrialStatus, paint: Paint): string {
  if (status === 'complete') return paint('green', '✔')
  return status === 'skipped' ? paint('dim', '–') : paint('red', '✖')
}

function bar(share: number): string {
  const full = Math.round(share * 20)
  return `${'━'.repeat(full)}${'─'.repeat(20 - full)}`
}

function left(progress: Progress, atMs: number): string {
  const leftMs = timeLeftMs(progress, atMs)
  return leftMs === undefined ? '' : `, about ${roughly(leftMs)} left`
}

/** A line that would wrap could not be erased by counting lines; cutting one off drops its colours, too. */
function cut(line: string, columns: number): string {
  const text = stripVTControlCharacters(line)
  return text.length < columns ? line : `${text.slice(0, columns - 2)}…`
}
