import { connect } from 'node:net'
import Docker from 'dockerode'
import { systemClock } from '../../engine/clock.ts'
import type { Cluster } from '../../engine/cluster.ts'
import { runIn } from '../../engine/docker/run-in.ts'

/**
 * What can be seen of a stack without the code that breaks it: by connections from this machine, and by what stands in
 * the files of a container.
 */
const docker = new Docker()

/** Longer than a server needs to answer, shorter than a test wants to wait. */
const patienceMs = 1_000

/** Whether a web server, or a balancer, at that address answers. */
export async function answersAt(address: string, path = '/healthz'): Promise<boolean> {
  const signal = AbortSignal.timeout(patienceMs)
  return fetch(`http://${address}:8080${path}`, { signal }).then(
    async (answer) => answer.ok && (await answer.text()) !== undefined,
    () => false,
  )
}

/** What a Redis at that address answers to a command of one word; undefined where it says nothing. */
export function redisSaysAt(address: string, command: string): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>()
  const socket = connect(6379, address, () => void socket.write(`${command}\r\n`))
  socket.setTimeout(patienceMs, () => resolve(undefined))
  socket.on('data', (data) => resolve(String(data)))
  socket.on('error', () => resolve(undefined))
  return promise.finally(() => socket.destroy())
}

/** Whether a Redis at that address says PONG. */
export const redisAnswersAt = async (address: string): Promise<boolean> =>
  (await redisSaysAt(address, 'PING'))?.includes('PONG') === true

/** All that a Memcached at that address answers to a command that ends in `END`. */
export function memcachedSaysAt(address: string, command: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  let text = ''
  const socket = connect(11211, address, () => void socket.write(`${command}\r\n`))
  socket.on('error', reject)
  socket.on('data', (data) => {
    text += data
    if (text.endsWith('END\r\n')) resolve(text)
  })
  return promise.finally(() => socket.destroy())
}

/** Asks again until it is so, or half a minute is over. */
export async function eventually(isSo: () => Promise<boolean>): Promise<boolean> {
  for (let left = 300; left > 0; left--) {
    if (await isSo()) return true
    await systemClock.sleep(100)
  }
  return false
}

/** A container as the daemon has it now. */
export const inspect = (container: string) => docker.getContainer(container).inspect()

/** What a command in a container says. */
export const said = async (container: string, ...command: string[]) =>
  (await runIn(docker, container, command)).output.trim()

/** How often the kernel has made a container wait for processor time; 0 where nothing limits it. */
export async function timesThrottled(container: string): Promise<number> {
  const stat = await said(container, 'sh', '-c', 'cat /sys/fs/cgroup/cpu.stat /sys/fs/cgroup/cpu/cpu.stat')
  return Number(/nr_throttled (\d+)/.exec(stat)?.[1])
}

/** A service that runs, by name. */
export function serviceIn(cluster: Cluster, name: string) {
  const service = cluster.services().find((one) => one.name === name)
  if (!service) throw new Error(`${name} does not run`)
  return service
}
