import {
  anomalies,
  type Counts,
  type Frame,
  type SessionEnd,
  type TrafficRecord,
} from '../../engine/journal/traffic-records.ts'
import { residual } from '../../engine/trial/tally.ts'
import type { TrafficPlan } from '../../traffic/plan.ts'
import type { ATarget } from './a-target.ts'

const { signal } = new AbortController()

export interface Load {
  /** One count of the ledger, over all phases. */
  total(name: keyof Counts): number
  /** What the ledger of each phase leaves over. */
  residuals: number[]
  /** Each answer that broke what the ledger requires. */
  anomalies: string[]
  sessions: SessionEnd[]
  /** Answers from the server of the login, and from others. */
  affinity: Frame['affinity']
}

/** Sends 200 users there for a few seconds, by the real generator. */
export async function underLoad(target: ATarget): Promise<Load> {
  await using traffic = await target.stack.startTraffic(planFor(target), signal)
  const records: TrafficRecord[] = []
  for await (const record of traffic.records) records.push(record)
  const frames = records.filter((record) => record.type === 'frame')
  const ledgers = Object.values(frames.find(({ final }) => final)?.totals ?? {})
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)
  return {
    total: (name) => sum(ledgers.map((ledger) => ledger[name])),
    residuals: ledgers.map(residual),
    anomalies: records.flatMap((record) =>
      record.type === 'event' && isAnomaly(record.event) ? [record.event] : [],
    ),
    sessions: records.filter((record) => record.type === 'session'),
    affinity: {
      home: sum(frames.map(({ affinity }) => affinity.home)),
      elsewhere: sum(frames.map(({ affinity }) => affinity.elsewhere)),
    },
  }
}

const isAnomaly = (event: string): boolean => anomalies.some((anomaly) => anomaly === event)

/** Limits, and a load, that are nothing to a busy machine: nothing here is about time. */
function planFor({ description, stack }: ATarget): TrafficPlan {
  const addresses = description.affinity === 'source-hash' ? 200 : 0
  return {
    version: 1,
    seed: 20_260_131,
    url: addresses > 0 ? stack.proxyUrl : stack.url,
    servers: ['web-1', 'web-2', 'web-3'].map((name) => ({ name, url: stack.serverUrl(name) })),
    users: 200,
    addresses,
    visitorCookie: true,
    arrivals: 'poisson',
    rate: [{ atMs: 0, perSecond: 60 }],
    loginMs: 4_000,
    warmUpMs: 5_000,
    durationMs: 5_000,
    operations: { read: 0.55, write: 0.4, logout: 0.05 },
    timeoutMs: 20_000,
    lateMs: 20_000,
    connections: 'shared',
    session: { ttlMs: 60_000, granularityMs: 1_000 },
    census: {
      ratePerSecond: 300,
      deadlineMs: 60_000,
      quiesceMs: 100,
      confirmations: 1,
      confirmGapMs: 100,
      waitForSignal: false,
      waitMs: 0,
    },
  }
}
