import { expect, test, vi } from 'vitest'
import { watchStore } from './store-health.ts'

test('nothing is known before the first answer, then what the store said last', async () => {
  let reply: () => Promise<void> = async () => {}
  using health = watchStore(() => reply(), 1)
  expect(health.trouble).toBe('the store was not asked yet')

  await vi.waitUntil(() => health.trouble === undefined)
  reply = () => Promise.reject(new Error('redis is away'))
  await vi.waitUntil(() => health.trouble === 'redis is away')
  reply = async () => {}
  await vi.waitUntil(() => health.trouble === undefined)
})

test('a store that hangs is asked one question, however often health is looked at', async () => {
  const { promise, reject } = Promise.withResolvers<void>()
  const ping = vi.fn(() => promise)
  using health = watchStore(ping, 1)
  for (let i = 0; i < 1000; i += 1) void health.trouble
  expect(ping).toHaveBeenCalledTimes(1)

  reject(new Error('Command timed out'))
  await vi.waitUntil(() => health.trouble === 'Command timed out')
})

test('asks no more once it is disposed of', async () => {
  const ping = vi.fn(async () => {})
  const health = watchStore(ping, 1)
  await vi.waitUntil(() => ping.mock.calls.length > 2)
  health[Symbol.dispose]()
  // A question under way was counted when it was asked.
  const asked = ping.mock.calls.length
  await new Promise((resolve) => setTimeout(resolve, 10))
  expect(ping.mock.calls.length).toBe(asked)
})
