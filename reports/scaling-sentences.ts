import type { ScaleInResult } from './elasticity-result.ts'
import { formatShare, plural } from './format.ts'
import type { Summary } from './result.ts'
import type { TrialResult } from './trial-result.ts'

/** How servers followed the load and what that cost their users; nothing where there was no autoscaler. */
export function scalingSentences({ metrics }: Summary, trials: readonly TrialResult[]): string[] {
  const found = trials.flatMap(({ elasticity }) => elasticity ?? [])
  if (found.length === 0) return []
  const scaleIns = found.flatMap((each) => each.scaleIns)
  const share = (name: string) => {
    const mean = metrics[name]?.mean ?? null
    return mean === null ? 'an unknown share' : formatShare(mean)
  }
  return [
    `There were too few servers for ${share('tooFewServers')} of the time and too many for ${share('tooManyServers')}.`,
    scaleIns.length === 0
      ? 'No server was taken away.'
      : `In all, ${plural(scaleIns.length, 'scale-in')} signed out ${total(scaleIns, 'signedOut', 'user')} and lost ${total(scaleIns, 'lost', 'session')}.`,
  ]
}

function total(scaleIns: readonly ScaleInResult[], name: 'signedOut' | 'lost', what: string): string {
  const counts = scaleIns.map((each) => each[name])
  if (counts.includes(null)) return `an unknown number of ${what}s`
  return plural(
    counts.reduce<number>((sum, count) => sum + (count ?? 0), 0),
    what,
  )
}
