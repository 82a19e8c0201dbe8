import type { Clock } from '../clock.ts'
import type { Answer, Hindrance, Link, Links, Path } from '../links.ts'

interface Parts {
  clock: Clock
  /** Throws a DockerError where there is none of that name. */
  isRunning(name: string): boolean
  /** The balancer looks again at a server whose link to it has changed. */
  changed(link: Link): void
}

/** An undisturbed round trip. */
const roundTripMs = 1

export interface FakeLinks extends Links {
  /** Whether an answer can't come back, whichever way is dead. */
  isCutBetween(link: Link): boolean
}

/** Links of a stack that exists only in memory. */
export function createFakeLinks({ clock, isRunning, changed }: Parts): FakeLinks {
  const cuts = new Map<string, Link>()
  const hindered = new Map<string, { path: Path; hindrance: Hindrance }>()
  const key = ({ from, to }: Link) => `${from} → ${to}`
  const keyOf = ({ node, server = 'all' }: Path, kind: Hindrance['kind']) => `${kind} ${server} ${node}`
  const known = (...names: string[]) => void names.map(isRunning)
  const isCutBetween = ({ from, to }: Link) =>
    cuts.has(key({ from, to })) || cuts.has(key({ from: to, to: from }))
  const hindrancesOf = ({ from, to }: Link) =>
    [...hindered.values()].flatMap(({ path, hindrance }) =>
      path.node === to && (path.server ?? from) === from ? hindrance : [],
    )

  return {
    isCutBetween,
    async cut(link, signal) {
      known(link.from, link.to)
      await clock.sleep(1, signal)
      cuts.set(key(link), link)
      changed(link)
    },
    async join(link, signal) {
      known(link.from, link.to)
      await clock.sleep(1, signal)
      cuts.delete(key(link))
      changed(link)
    },
    cuts: () => [...cuts.values()],
    async arrives(link) {
      return isRunning(link.from) && isRunning(link.to) && !cuts.has(key(link))
    },
    async hinder(path, hindrance, signal) {
      known(path.node)
      await clock.sleep(1, signal)
      hindered.set(keyOf(path, hindrance.kind), { path, hindrance })
    },
    async free(path, kind, signal) {
      await clock.sleep(1, signal)
      hindered.delete(keyOf(path, kind))
    },
    async ask(link, { by, bytes = 0 }, signal): Promise<Answer> {
      if (!isRunning(link.to)) return { error: 'ECONNREFUSED' }
      if (isCutBetween(link)) return { error: 'no answer' }
      let ms = roundTripMs
      for (const hindrance of by === 'path' ? hindrancesOf(link) : []) {
        if (hindrance.kind === 'reset') return { error: 'ECONNRESET' }
        ms += hindrance.kind === 'slow' ? hindrance.latencyMs : (bytes / hindrance.bytesPerSecond) * 1_000
      }
      await clock.sleep(ms, signal)
      return { ms }
    },
  }
}
