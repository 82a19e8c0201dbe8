import { expect, test, vi } from 'vitest'
import { describeSessionStore } from '../session-store.conformance.ts'
import { open } from './memory.ts'

describeSessionStore('memory', async (ttlMs) => {
  let nowMs = 0
  const store = open({ ttlMs, now: () => nowMs })
  return {
    store,
    elapse: async (ms) => {
      nowMs += ms
    },
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  }
})

test('sessions whose time is over leave the memory, though nobody asks for them', async () => {
  vi.useFakeTimers()
  try {
    let nowMs = 0
    await using store = open({ ttlMs: 1000, now: () => nowMs })
    for (let i = 0; i < 25_000; i += 1) await store.create({ owner: 'user', padding: '' })
    nowMs = 500
    const young = await store.create({ owner: 'user', padding: '' })
    expect(store.count?.()).toBe(25_001)

    nowMs = 1000
    vi.advanceTimersByTime(5000)
    expect(store.count?.()).toBe(1)
    expect(await store.read(young)).toBeDefined()
  } finally {
    vi.useRealTimers()
  }
})
