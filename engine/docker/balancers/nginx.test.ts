import { describe, expect, test } from 'vitest'
import { loadBalancer } from '../balancer-kind.ts'
import { parseNginxLine } from './nginx/log.ts'
import { requestOf } from './nginx/request.ts'

// Lines as nginx 1.30.6 wrote them, of a stack whose servers were killed one after the other.

const at = (seconds: number) => expect.closeTo(Date.UTC(2026, 0, 31, 10, 15) + seconds * 1_000, 3)

describe('a line of its log', () => {
  test.each([
    [
      'a new user',
      '2026-01-31T10:15:00.311545673Z request\t201\t-\t10.231.133.11:8080\t201',
      { unixMs: at(0.311545673), cookie: undefined, tried: ['10.231.133.11:8080'], statuses: ['201'] },
    ],
    [
      'a user who was here before',
      '2026-01-31T10:15:00.329916247Z request\t200\tweb-1\t10.231.133.11:8080\t200',
      { unixMs: at(0.329916247), cookie: 'web-1', tried: ['10.231.133.11:8080'], statuses: ['200'] },
    ],
    [
      'a server that did not answer, so that another was tried',
      '2026-01-31T10:15:00.827403386Z request\t404\tweb-2\t10.231.133.12:8080, 10.231.133.13:8080\t504, 404',
      {
        unixMs: at(0.827403386),
        cookie: 'web-2',
        tried: ['10.231.133.12:8080', '10.231.133.13:8080'],
        statuses: ['504', '404'],
      },
    ],
    [
      'no server that could be tried',
      '2026-01-31T10:15:05.543415673Z request\t502\tweb-2\tweb\t502',
      { unixMs: at(5.543415673), cookie: 'web-2', tried: ['web'], statuses: ['502'] },
    ],
    [
      'a request that nginx itself refused',
      '2026-01-31T10:15:05Z request\t400\t-\t-\t-',
      { unixMs: at(5), cookie: undefined, tried: [], statuses: [] },
    ],
  ])('of %s', (_what, line, request) => {
    expect(parseNginxLine(line)).toEqual({ kind: 'request', ...request })
  })

  test('of a server that failed names it, with the reason', () => {
    const line =
      '2026-01-31T10:15:00.826197465Z 2026/01/31 10:15:00 [error] 9#9: *12 upstream timed out (110: Connection timed out) while connecting to upstream, client: 10.231.133.128, server: , request: "POST /session/items HTTP/1.1", upstream: "http://10.231.133.12:8080/session/items", host: "10.231.133.2:8080"'
    expect(parseNginxLine(line)).toEqual({
      kind: 'failed',
      unixMs: at(0.826197465),
      place: '10.231.133.12:8080',
      reason: 'upstream timed out (110: Connection timed out)',
    })
  })

  test('of a worker that starts says that the configuration is in use', () => {
    const line = '2026-01-31T10:15:03.137737316Z 2026/01/31 10:15:03 [notice] 1#1: start worker process 60'
    expect(parseNginxLine(line)).toEqual({ kind: 'loaded', unixMs: at(3.137737316) })
  })

  test.each([
    '2026-01-31T10:15:00.058Z 2026/01/31 10:15:00 [notice] 1#1: start worker processes',
    '2026-01-31T10:15:03.137Z 2026/01/31 10:15:03 [notice] 1#1: signal 1 (SIGHUP) received from 54, reconfiguring',
    '2026-01-31T10:15:00.826Z 2026/01/31 10:15:00 [warn] 9#9: *12 upstream server temporarily disabled while connecting to upstream, client: 10.231.133.128, server: , request: "POST /session/items HTTP/1.1", upstream: "http://10.231.133.12:8080/session/items", host: "10.231.133.2:8080"',
    '2026-01-31T10:15:05.543Z 2026/01/31 10:15:05 [error] 75#75: *29 no live upstreams while connecting to upstream, client: 10.231.133.128, server: , request: "GET /session HTTP/1.1", upstream: "http://web/session", host: "10.231.133.2:8080"',
    '',
  ])('says nothing of a server or a request: %s', (line) => {
    expect(parseNginxLine(line)).toBeUndefined()
  })
})

describe('what became of affinity', () => {
  const servers: Record<string, string> = { '10.0.0.11:8080': 'web-1', '10.0.0.12:8080': 'web-2' }
  test.each([
    [
      { tried: ['10.0.0.11:8080'], statuses: ['201'] },
      { server: 'web-1', word: 'new' },
    ],
    [
      { cookie: 'web-1', tried: ['10.0.0.11:8080'], statuses: ['200'] },
      { server: 'web-1', word: 'kept' },
    ],
    [
      { cookie: 'web-2', tried: ['10.0.0.11:8080'], statuses: ['404'] },
      { server: 'web-1', word: 'moved' },
    ],
    [
      { cookie: 'web-2', tried: ['10.0.0.12:8080', '10.0.0.11:8080'], statuses: ['504', '404'] },
      { server: 'web-1', word: 'moved', retries: 1, redispatched: true },
    ],
    [
      { cookie: 'web-2', tried: ['10.0.0.11:8080', '10.0.0.12:8080'], statuses: ['504', '504'] },
      { server: undefined, word: 'kept', retries: 1, redispatched: true },
    ],
    [
      { cookie: 'web-2', tried: ['web'], statuses: ['502'] },
      { server: undefined, word: 'moved' },
    ],
    [
      { tried: [], statuses: [] },
      { server: undefined, word: 'new' },
    ],
  ])('%o', (line, request) => {
    const whole = { kind: 'request' as const, unixMs: 0, cookie: undefined, ...line }
    expect(requestOf(whole, (place) => servers[place])).toEqual({
      retries: 0,
      redispatched: false,
      ...request,
    })
  })
})

test('its failure policy is what its configuration declares', async () => {
  const { failurePolicy } = await loadBalancer('nginx')
  expect(await failurePolicy()).toMatchObject({
    proxy_connect_timeout: '300ms',
    proxy_read_timeout: '2s',
    proxy_next_upstream: 'error timeout',
    'health checks': expect.stringContaining('passive'),
  })
})
