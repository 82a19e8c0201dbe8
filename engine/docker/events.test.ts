import { PassThrough } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import type Docker from 'dockerode'
import { describe, expect, test } from 'vitest'
import type { ClusterEvent } from '../cluster.ts'
import { createEventLog } from './event-log.ts'
import { followEvents, parseEvent } from './events.ts'

const message = (Action: string, Attributes: Record<string, string>) =>
  JSON.stringify({ Type: 'container', Action, Actor: { Attributes }, timeNano: 1_769_854_500_123_456_000 })

test('a death says how: the exit code, and the instant with its fractions', () => {
  const line = message('die', { 'com.docker.compose.service': 'web-2', exitCode: '137' })
  expect(parseEvent(line)).toEqual({
    service: 'web-2',
    action: 'die',
    exitCode: 137,
    unixMs: expect.closeTo(1_769_854_500_123.456, 2),
  })
})

test('other events have no exit code', () => {
  const line = message('start', { 'com.docker.compose.service': 'web-1', 'outlast.service': 'web-4' })
  expect(parseEvent(line)).toEqual({ service: 'web-4', action: 'start', unixMs: expect.any(Number) })
})

test.each([
  ['an action that nobody asked for', message('exec_start: node', { 'com.docker.compose.service': 'web-1' })],
  ['a container that is no service', message('die', { exitCode: '0' })],
  ['a network', JSON.stringify({ Action: 'destroy', timeNano: 1 })],
])('%s is no event of a stack', (_what, line) => {
  expect(parseEvent(line)).toBeUndefined()
})

describe('the daemon’s stream', () => {
  const { signal } = new AbortController()
  const stack = { experiment: 'x', trial: 'b1', project: 'outlast-x-b1' }
  const follow = async () => {
    const stream = new PassThrough()
    const docker = { getEvents: async () => stream } as unknown as Docker
    const log = createEventLog()
    const watch = log.watch()
    return { stream, watch, following: await followEvents(docker, stack, log) }
  }
  const isDeath = ({ action }: ClusterEvent) => action === 'die'
  const death = `${message('die', { 'com.docker.compose.service': 'web-2', exitCode: '137' })}\n`

  test('reports to those who watch', async () => {
    const { stream, watch } = await follow()
    stream.write(death)
    expect(await watch.find(isDeath, 1_000, signal)).toMatchObject({ service: 'web-2' })
  })

  test.each([
    ['ends', (stream: PassThrough) => stream.end()],
    ['breaks', (stream: PassThrough) => stream.destroy(new Error('socket hang up'))],
    ['holds what is no event', (stream: PassThrough) => stream.write('<html>\n')],
  ])('is an error for those who wait, now and later, when it %s', async (_how, harm) => {
    const { stream, watch } = await follow()
    const waiting = watch.find(isDeath, 60_000, signal)
    harm(stream)
    await expect(waiting).rejects.toThrow('The daemon stopped to report')
    await expect(watch.find(isDeath, 60_000, signal)).rejects.toThrow('The daemon stopped to report')
  })

  test('still tells what it told before it broke', async () => {
    const { stream, watch } = await follow()
    stream.write(death)
    await watch.find(isDeath, 1_000, signal)
    stream.destroy()
    await setImmediate()
    expect(await watch.find(isDeath, 1_000, signal)).toMatchObject({ exitCode: 137 })
  })

  test('is closed without an error when nobody needs it any more', async () => {
    const { stream, watch, following } = await follow()
    following[Symbol.dispose]()
    await setImmediate()
    expect(stream.destroyed).toBe(true)
    expect(await watch.find(isDeath, 1, signal)).toBeUndefined()
  })
})
