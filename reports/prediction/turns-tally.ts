import type { SessionEnd } from '../../engine/journal/traffic-records.ts'
import type { Span } from '../trial/windows.ts'
import type { PredictionResult } from '../trial-result.ts'
import type { Observation } from './observe.ts'
import type { Strikes } from './strikes.ts'

/** How many sessions were there at each turn of a fault, and how many of them it takes by theory. */
export class TurnsTally {
  readonly #strikes: Strikes
  readonly #turns: (Span & { there: number; predicted: number })[]

  constructor(strikes: Strikes) {
    this.#strikes = strikes
    this.#turns = strikes.turns.map(({ fromMs, toMs }) => ({ fromMs, toMs, there: 0, predicted: 0 }))
  }

  add(session: SessionEnd, observed: Observation, predicted: boolean): void {
    const own = this.#strikes.on(session).fromMs
    for (const turn of this.#turns) {
      if (!wasThere(session, observed, turn.fromMs) || (predicted && own < turn.fromMs)) continue
      turn.there++
      if (predicted && own === turn.fromMs) turn.predicted++
    }
  }

  result(): PredictionResult['turns'] {
    return this.#turns.map(({ fromMs, there, predicted }) => ({ fromMs, there, predicted }))
  }
}

function wasThere({ loginAtMs, logoutInvokedMs }: SessionEnd, { out, sinceMs }: Observation, atMs: number) {
  const hadLeft = logoutInvokedMs !== null && logoutInvokedMs < atMs
  const hadBeenSignedOut = out === true && sinceMs < atMs
  return loginAtMs < atMs && !hadLeft && !hadBeenSignedOut
}
