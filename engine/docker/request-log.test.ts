import { expect, test } from 'vitest'
import type { LoggedRequest } from './balancer-kind.ts'
import { RequestLog } from './request-log.ts'

const request: LoggedRequest = { server: 'web-1', word: 'kept', retries: 0, redispatched: false }
const nothing = { type: 'requestLog', requests: 0, unanswered: 0, retried: 0, redispatched: 0, words: {} }

test('adds up what the balancer says', () => {
  const log = new RequestLog()
  log.add(request)
  log.add({ ...request, word: 'new' })
  log.add({ ...request, word: 'moved', retries: 2, redispatched: true })
  log.add({ ...request, server: undefined, word: 'moved', retries: 1 })
  expect(log.take()).toEqual({
    ...nothing,
    requests: 4,
    unanswered: 1,
    retried: 2,
    redispatched: 1,
    words: { kept: 1, new: 1, moved: 2 },
  })
})

test('begins anew once it was taken', () => {
  const log = new RequestLog()
  expect(log.take()).toEqual(nothing)
  log.add(request)
  expect(log.take().requests).toBe(1)
  expect(log.take()).toEqual(nothing)
})
