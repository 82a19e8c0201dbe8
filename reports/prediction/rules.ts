import type { Prediction } from '../../engine/journal/descriptions.ts'
import type { SessionEnd } from '../../engine/journal/traffic-records.ts'
import { consistentHash } from '../placement/consistent-hash.ts'
import { sourceHash } from '../placement/source-hash.ts'
import type { FaultWindow } from './window.ts'

/** Whether theory says that the fault signs this session out. */
export type Predicts = (session: SessionEnd) => boolean

/** What `weight` the balancer's configuration gives every server. */
const ringWeight = 10

/**
 * The sessions that a hash sends to another server after the fault than before, and those whose server is gone. Of a
 * session that another fault has moved before, its home is not where it is sent: it is signed out already.
 */
function moved(
  { victims, kind, serversUp }: FaultWindow,
  placement: (servers: string[]) => (session: SessionEnd) => string | undefined,
): Predicts | undefined {
  if (!serversUp) return undefined
  const without = serversUp.filter((server) => !victims.includes(server))
  const before = placement(inOrder(kind === 'add' ? without : [...new Set([...serversUp, ...victims])]))
  const after = placement(inOrder(kind === 'add' ? [...without, ...victims] : without))
  return (session) => before(session) !== after(session)
}

/** As the configuration has them: by number. */
function inOrder(servers: readonly string[]): string[] {
  return [...servers].sort((a, b) => numberOf(a) - numberOf(b))
}

const numberOf = (server: string) => Number(server.replace(/^\D+/, ''))
const withId = (server: string) => ({ name: server, id: numberOf(server) })

/** What a user's cookie says, and where she comes from: `traffic/plan.ts` says so. */
const visitorOf = (user: number) => `visitor-${user}`
function addressOf(user: number, addresses: number): string {
  const host = (user % addresses) + 1
  return `10.${64 + (host >> 16)}.${(host >> 8) & 255}.${host & 255}`
}

/** Those by which a balancer moves users: not when a server dies, but when it notices. */
export const movingRules: ReadonlySet<Prediction> = new Set(['movedOnRing', 'movedOnMap'])

/**
 * The predictions that a target may name (MEASURES, section 3): each makes of a fault a function of the sessions,
 * or undefined where theory says nothing.
 */
export const predictionRules: Record<Prediction, (fault: FaultWindow) => Predicts | undefined> = {
  nobody: () => () => false,
  homeOnVictim: ({ victims }) => {
    const struck = new Set(victims)
    return ({ homeServer }) => struck.has(homeServer)
  },
  movedOnRing: (fault) =>
    moved(fault, (servers) => {
      const place = consistentHash(servers.map(withId), ringWeight)
      return ({ user }) => place(visitorOf(user))
    }),
  movedOnMap: (fault) =>
    fault.addresses === 0
      ? undefined
      : moved(fault, (servers) => {
          const place = sourceHash(servers)
          return ({ user }) => place(addressOf(user, fault.addresses))
        }),
  everybody: () => () => true,
  unpredicted: () => undefined,
}
