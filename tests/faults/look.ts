import { get } from 'node:http'
import { connect } from 'node:net'
import Docker from 'dockerode'
import { expect } from 'vitest'
import type { Cluster } from '../../engine/cluster.ts'
import { runIn } from '../../engine/docker/run-in.ts'
import { eventually } from '../eventually.ts'

/**
 * What can be seen of a stack without the code that breaks it: by connections from this machine, and by what stands in
 * the files of a container.
 */
const docker = new Docker()

/**
 * Longer than a server needs to answer, shorter than a test wants to wait. A machine may stand still for longer: that one
 * answers is asked until it is so.
 */
const patienceMs = 1_000

/** Whether a web server, or a balancer, at that address answers. */
export async function answersAt(address: string, path = '/healthz'): Promise<boolean> {
  const signal = AbortSignal.timeout(patienceMs)
  return fetch(`http://${address}:8080${path}`, { signal }).then(
    async (answer) => answer.ok && (await answer.text()) !== undefined,
    () => false,
  )
}

/** Waits until a web server, or a balancer, at that address answers. */
export const untilItAnswers = (address: string): Promise<void> =>
  eventually(async () => expect(await answersAt(address)).toBe(true))

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

/** Waits until a Redis at that address does. */
export const untilRedisAnswers = (address: string): Promise<void> =>
  eventually(async () => expect(await redisAnswersAt(address)).toBe(true))

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

/** How many users nobody served while something was done, and what came of that. */
export async function refusedDuring<T>(
  url: string,
  act: () => Promise<T>,
): Promise<{ refused: number; done: T }> {
  let acting = true
  const users = (async () => {
    let refused = 0
    while (acting) if (!(await isServed(url))) refused++
    return refused
  })()
  const done = await act().finally(() => {
    acting = false
  })
  return { refused: await users, done }
}

/**
 * Whether a user is served who comes with a connection of her own: one kept alive may end while she is asking. By 504 a
 * balancer says that she was sent to a server, and that this one, or the machine, stood still.
 */
function isServed(url: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const request = get(`${url}/healthz`, { agent: false }, (answer) => {
    answer.resume().on('end', () => resolve(answer.statusCode === 200 || answer.statusCode === 504))
  })
  request.on('error', () => resolve(false))
  return promise
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
