import type { ClusterEvent } from '../../engine/cluster.ts'
import { eventually } from '../eventually.ts'
import { aBrowser } from './a-browser.ts'
import type { ATarget } from './a-target.ts'

const { signal } = new AbortController()
const tries = 5
/** A balancer says in its log what it has found, and that may come a while after what users have seen of it. */
const lateMs = 5_000

/**
 * Checks something of where users are sent, while all servers are up. It is checked anew only where the balancer has
 * called a server down that runs, as its health checks may on a busy machine: it was right to send users elsewhere then.
 */
export async function unlessMistaken(
  { stack: { url, cluster, untilHealthy } }: ATarget,
  check: () => Promise<void>,
): Promise<void> {
  const isMistake = ({ service, action }: ClusterEvent) =>
    action === 'down' && cluster.services().some(({ name }) => name === service)
  for (let left = tries - 1; ; left -= 1) {
    await eventually(async () => {
      // A balancer without health checks is told by those who ask.
      await aBrowser({ url }).ask('GET', '/session')
      await untilHealthy(0, signal)
    })
    using watch = cluster.watch()
    try {
      return await check()
    } catch (error) {
      if (left === 0 || !(await watch.find(isMistake, lateMs, signal))) throw error
    }
  }
}
