import type { Prediction } from '../../engine/journal/descriptions.ts'
import type { SessionEnd } from '../../engine/journal/traffic-records.ts'
import type { Span } from '../trial/windows.ts'
import { movingRules } from './rules.ts'
import type { FaultWindow } from './window.ts'

/** When a fault strikes. */
export interface Strikes {
  whole: Span
  /** When it strikes this session, if it does. */
  on(session: SessionEnd): Span
  /** One after the other, where the servers have their turns; else one for all. */
  turns: readonly Span[]
}

/**
 * By most rules a session is struck with the server of its login: a rolling deployment strikes one after the other. A
 * hash moves everybody at once, when the first server goes or is drained; and a store is nobody's home.
 */
export function strikesBy(rule: Prediction, window: FaultWindow): Strikes {
  if (movingRules.has(rule) && window.strikes.length > 0) {
    const moves = window.strikes.map((strike) => strike.drained ?? strike)
    return atOnce({ fromMs: window.fromMs, toMs: Math.max(...moves.map(({ toMs }) => toMs)) })
  }
  if (rule === 'everybody') return atOnce(window)
  const byHome = new Map(window.strikes.map((strike) => [strike.victim, strike]))
  const inOrder = [...window.strikes].sort((a, b) => a.fromMs - b.fromMs)
  const isInTurn = inOrder.every(({ fromMs }, index) => {
    const before = inOrder[index - 1]
    return before === undefined || before.toMs < fromMs
  })
  return {
    whole: window,
    on: ({ homeServer }) => byHome.get(homeServer) ?? window,
    turns: isInTurn && inOrder.length > 0 ? inOrder : [window],
  }
}

function atOnce(whole: Span): Strikes {
  return { whole, on: () => whole, turns: [whole] }
}
