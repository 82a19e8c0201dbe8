import type { ClusterEvent, EventWatch } from '../../engine/cluster.ts'
import { eventually } from '../eventually.ts'
import { aBrowser } from './a-browser.ts'
import type { ATarget } from './a-target.ts'

const { signal } = new AbortController()
const tries = 5
/** A balancer says in its log what it has found, and that may come a while after what users have seen of it. */
const lateMs = 10_000

/** Whether the balancer has called a server down that runs, as its checks may on a busy machine. */
export async function wasMistaken({ stack: { cluster } }: ATarget, watch: EventWatch): Promise<boolean> {
  const isMistake = ({ service, action }: ClusterEvent) =>
    action === 'down' && cluster.services().some(({ name }) => name === service)
  return (await watch.find(isMistake, lateMs, signal)) !== undefined
}

/**
 * Checks something of where users are sent, while all servers are up. It is checked anew only where the balancer was
 * mistaken about one of them: it was right to send users elsewhere then.
 */
export async function unlessMistaken(target: ATarget, check: () => Promise<void>): Promise<void> {
  const { url, cluster, untilHealthy } = target.stack
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
      if (left === 0 || !(await wasMistaken(target, watch))) throw error
    }
  }
}
