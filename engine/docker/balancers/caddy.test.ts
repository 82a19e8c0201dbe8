import { describe, expect, test } from 'vitest'
import { loadBalancer } from '../balancer-kind.ts'
import { parseCaddyLine } from './caddy/log.ts'
import { requestOf } from './caddy/request.ts'

// Lines as Caddy 2.11.4 wrote them, of a stack whose servers were killed one after the other.

/** The cookie of 10.239.71.12:8080, as Caddy made it. */
const cookie = '1bf103f04fa763c7e860e2aa1334b3b825c503ec1a8108ce62bbaaf4e6af670a'
const at = expect.closeTo(1_795_594_110_381, 0)
const request = (fields: string) =>
  `2026-11-25T08:08:30.380992386Z {"level":"info","ts":1795594110.38091,"logger":"http.log.access.requests","msg":"handled request","duration":0.001104319,"size":36,${fields}}`
const check = (fields: string) =>
  `2026-11-25T08:08:30.380992386Z {"level":"info","ts":1795594110.38091,"logger":"http.handlers.reverse_proxy.health_checker.active",${fields}}`

describe('a line of its log', () => {
  test.each([
    [
      'a new user',
      '"status":201,"tries":0,"upstream":"10.239.71.12:8080","cookie":null',
      { status: 201, tries: 0, place: '10.239.71.12:8080', cookie: undefined },
    ],
    [
      'a user who was here before',
      `"status":200,"tries":0,"upstream":"10.239.71.12:8080","cookie":"${cookie}"`,
      { status: 200, tries: 0, place: '10.239.71.12:8080', cookie },
    ],
    [
      'servers that did not answer, before one that did',
      `"status":404,"tries":2,"upstream":"10.239.71.13:8080","cookie":"${cookie}"`,
      { status: 404, tries: 2, place: '10.239.71.13:8080', cookie },
    ],
    [
      'no server that could be tried',
      `"status":503,"tries":20,"upstream":null,"cookie":"${cookie}"`,
      { status: 503, tries: 20, place: undefined, cookie },
    ],
    [
      'a request that never came to the proxy',
      '"status":400,"tries":null,"upstream":null,"cookie":null',
      { status: 400, tries: 0, place: undefined, cookie: undefined },
    ],
  ])('of %s', (_what, fields, said) => {
    expect(parseCaddyLine(request(fields))).toEqual({ kind: 'request', unixMs: at, ...said })
  })

  test.each([
    [
      'a check that failed',
      '"msg":"HTTP request failed","host":"10.239.71.12:8080","error":"Get \\"http://10.239.71.12:8080/healthz\\": context deadline exceeded"',
      'unhealthy',
      'Get "http://10.239.71.12:8080/healthz": context deadline exceeded',
    ],
    [
      'a check that was answered wrongly',
      '"msg":"unexpected status code","status_code":503,"host":"10.239.71.12:8080"',
      'unhealthy',
      'unexpected status code',
    ],
    ['a check that works again', '"msg":"host is up","host":"10.239.71.12:8080"', 'healthy', 'host is up'],
  ])('of %s', (_what, fields, kind, reason) => {
    expect(parseCaddyLine(check(fields))).toEqual({ kind, unixMs: at, place: '10.239.71.12:8080', reason })
  })

  test('of a configuration that is in use', () => {
    const line =
      '2026-11-25T08:08:30.38Z {"level":"info","ts":1795594110.38091,"logger":"admin.api","msg":"load complete"}'
    expect(parseCaddyLine(line)).toEqual({ kind: 'loaded', unixMs: at })
  })

  test.each([
    '2026-11-25T08:08:29.719Z {"level":"info","ts":1795594109.71,"msg":"serving initial configuration"}',
    '2026-11-25T08:08:36.486Z {"level":"error","ts":1795594116.48,"logger":"http.log.error.requests","msg":"dial tcp 10.239.71.12:8080: i/o timeout","status":502}',
    '2026-11-25T08:08:36.486Z Error: loading initial config: no such file',
    '',
  ])('says nothing of a server or a request: %s', (line) => {
    expect(parseCaddyLine(line)).toBeUndefined()
  })
})

describe('what became of affinity', () => {
  const servers: Record<string, string> = { '10.239.71.12:8080': 'web-2', '10.239.71.13:8080': 'web-3' }
  test.each([
    [{ place: '10.239.71.12:8080' }, { server: 'web-2', word: 'new' }],
    [
      { place: '10.239.71.12:8080', cookie },
      { server: 'web-2', word: 'kept' },
    ],
    [
      { place: '10.239.71.13:8080', cookie },
      { server: 'web-3', word: 'moved' },
    ],
    [
      { place: '10.239.71.13:8080', cookie, tries: 2 },
      { server: 'web-3', word: 'moved', retries: 2, redispatched: true },
    ],
    [
      { place: '10.239.71.12:8080', cookie, tries: 14, status: 502 },
      { server: undefined, word: 'kept', retries: 14, redispatched: true },
    ],
    [
      { place: undefined, cookie, tries: 20, status: 503 },
      { server: undefined, word: 'moved', retries: 20, redispatched: true },
    ],
  ])('%o', (line, seen) => {
    const whole = { kind: 'request' as const, unixMs: 0, cookie: undefined, status: 200, tries: 0, ...line }
    expect(requestOf(whole, (place) => servers[place])).toEqual({ retries: 0, redispatched: false, ...seen })
  })
})

test('its failure policy is what its configuration declares', async () => {
  const { failurePolicy } = await loadBalancer('caddy')
  expect(await failurePolicy()).toMatchObject({
    try_duration: '1s',
    interval: '500ms',
    timeout: '200ms',
    fails: '2',
    passes: '1',
    dial_timeout: '300ms',
    max_idle_conns_per_host: '32',
  })
})
