import type { TrafficPlan } from '../../traffic/plan.ts'
import type { Clock } from '../clock.ts'
import { TrafficError } from '../errors.ts'
import type { TrafficRecord } from '../journal/traffic-records.ts'
import type { Traffic } from '../platform.ts'
import { abortable } from '../waiting.ts'
import type { FakeCluster } from './cluster.ts'
import { createQueue } from './queue.ts'
import { fakeFrame, fakeSession, homeOf } from './traffic-records.ts'

/** The load's instant 0 comes this long after the generator was started; drain and census take this long. */
export const fakeTrafficMs = { start: 200, drain: 50, census: 500 } as const

interface FakeTrafficOptions {
  plan: TrafficPlan
  clock: Clock
  cluster: FakeCluster
  /** Whether a session is lost with the server that it lives on. */
  inMemory: boolean
}

/** A generator that counts instead of sending. */
export function createFakeTraffic({ plan, clock, cluster, inMemory }: FakeTrafficOptions): Traffic {
  const records = createQueue<TrafficRecord>()
  const left = new AbortController()
  const lostAt = new Map<string, number>()
  let startedMs = 0
  let told = Promise.withResolvers<'proceed' | 'asFound'>()
  const sinceStart = () => clock.now() - startedMs
  const deaths = cluster.events.listen(({ service, action }) => {
    if (action === 'die' && inMemory && !lostAt.has(service)) lostAt.set(service, sinceStart())
  })

  const tell = async (word: 'proceed' | 'asFound') => {
    told.resolve(word)
    told = Promise.withResolvers()
  }
  const endOfLoad = async () => {
    const heard = told.promise
    for (let second = 0; sinceStart() < plan.durationMs; second++) {
      const end = new AbortController()
      const tick = clock.sleep(1_000, AbortSignal.any([left.signal, end.signal]))
      const cut = await Promise.race([tick.then(() => false), heard.then(() => true)])
      end.abort()
      tick.catch(() => {})
      records.push(fakeFrame(plan, { second, toMs: sinceStart(), final: false }))
      if (cut) return
    }
  }
  const read = async (census: 'asFound' | 'final') => {
    const progress = (step: 'begin' | 'end', count: number) =>
      records.push({ type: 'census', census, step, atMs: sinceStart(), sessions: plan.users, read: count })
    progress('begin', 0)
    await clock.sleep(fakeTrafficMs.census, left.signal)
    progress('end', plan.users)
  }
  const run = async () => {
    await clock.sleep(fakeTrafficMs.start, left.signal)
    startedMs = clock.now()
    records.push({ type: 'start', version: 1, unixMs: startedMs, k6: 'fake' })
    await endOfLoad()
    await clock.sleep(fakeTrafficMs.drain, left.signal)
    const next = told
    records.push({ type: 'drained', atMs: sinceStart() })
    const heard = (word: PromiseWithResolvers<'proceed' | 'asFound'>) => abortable(word.promise, left.signal)
    for (let word = await heard(next); word === 'asFound'; word = await heard(told)) await read('asFound')
    await read('final')
    for (let user = 0; user < plan.users; user++) {
      records.push(
        fakeSession({
          user,
          home: homeOf(plan, user),
          lostAtMs: lostAt.get(homeOf(plan, user)),
          atMs: sinceStart(),
        }),
      )
    }
    records.push(
      fakeFrame(plan, { second: Math.floor(sinceStart() / 1_000), toMs: sinceStart(), final: true }),
    )
    records.end()
  }
  run()
    .catch((cause) => records.fail(new TrafficError('The traffic was ended before its census.', { cause })))
    .finally(() => deaths[Symbol.dispose]())

  return {
    records,
    proceed: () => tell('proceed'),
    censusAsFound: () => tell('asFound'),
    async tellGoneForGood() {},
    async [Symbol.asyncDispose]() {
      left.abort(new Error('told to leave'))
    },
  }
}
