/**
 * A process that starts a stack and holds it until it is killed, as `outlast run` does.
 *
 * Usage: node a-holder.ts EXPERIMENT
 */
import { loadTarget } from '../../engine/catalogue/targets.ts'
import { systemClock } from '../../engine/clock.ts'
import { openDocker } from '../../engine/docker/platform.ts'

const [experiment = ''] = process.argv.slice(2)
const { signal } = new AbortController()
const platform = await openDocker({ experiment, clock: systemClock, signal })
const target = await loadTarget('stateless-redis')
await platform.startStack({ trial: 'b1', target, servers: 4, signal })
console.log('up')
setInterval(() => {}, 1_000)
