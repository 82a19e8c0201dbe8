import type { Link } from '../links.ts'
import type { Evidence, FaultContext } from './fault.ts'
import { noticedDown, noticeMs, running } from './proof.ts'

/** Seen from the victim: what it sends is lost, what is sent to it, or both. */
export const ways = ['both', 'to', 'from'] as const
export type Way = (typeof ways)[number]

interface Cut {
  /** Who is at the other end: a service, all nodes of it. */
  from: string
  way: Way
}

/** Both ways between a victim and everybody at the other end, and which of them are to be dead. */
function linksOf(victim: string, { from, way }: Cut, { cluster }: FaultContext) {
  return running(cluster, from)
    .filter((other) => other !== victim)
    .flatMap((other) => [
      { link: { from: victim, to: other }, dead: way !== 'from' },
      { link: { from: other, to: victim }, dead: way !== 'to' },
    ])
}

export async function cutLinks(victim: string, cut: Cut, context: FaultContext): Promise<void> {
  const { cluster, signal } = context
  const dead = linksOf(victim, cut, context).filter((one) => one.dead)
  await Promise.all(dead.map(({ link }) => cluster.links.cut(link, signal)))
}

/** Also those to somebody who has ended meanwhile: it may come back. */
export async function joinLinks(victim: string, { cluster, signal }: FaultContext): Promise<void> {
  const cuts = cluster.links.cuts().filter(({ from, to }) => from === victim || to === victim)
  await Promise.all(cuts.map((link) => cluster.links.join(link, signal)))
}

/** Confirmed where nothing arrives on the ways that were cut, and all does on the others. */
export async function proveCut(victim: string, cut: Cut, context: FaultContext): Promise<Evidence> {
  const { cluster, watch, signal } = context
  const wrong: string[] = []
  const links = linksOf(victim, cut, context)
  // One after the other: what arrives is counted by everybody's kernel, whoever sent it.
  for (const { link, dead } of links) {
    const arrives = await cluster.links.arrives(link, signal)
    if (arrives === dead) wrong.push(`${shown(link)} ${arrives ? 'arrives' : 'is lost'}`)
  }
  if (links.length === 0)
    return { verdict: 'mismatch', reason: `nothing of ${cut.from} runs at the other end` }
  if (wrong.length > 0) return { verdict: 'mismatch', reason: wrong.join('; ') }
  const { detected } = cut.from === 'balancer' ? noticedDown(victim) : {}
  const noticed =
    detected &&
    (await watch.find(({ service, action }) => service === victim && action === detected, noticeMs, signal))
  const deadOnes = links.flatMap(({ link, dead }) => (dead ? shown(link) : []))
  return {
    verdict: 'confirmed',
    reason: `lost: ${deadOnes.join(', ')}`,
    ...(noticed ? { detectedUnixMs: noticed.unixMs } : {}),
  }
}

const shown = ({ from, to }: Link) => `what ${from} sends to ${to}`
