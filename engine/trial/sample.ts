import type { EventWatch } from '../cluster.ts'
import type { RunningStack } from '../platform.ts'
import { abortable } from '../waiting.ts'
import type { AbortLimits } from './abort-limits.ts'
import { type TrialContext, warn } from './context.ts'

const everyMs = 1_000
/** A sample that takes longer is given up: one second late is no sample of that second. */
const limitMs = 5_000
/** Above this share of all cores the machine itself may be what is measured. */
const busyShare = 0.7

/**
 * Once a second the balancer's own view, whom it has called up or down, and what each service uses, until disposed of.
 * A sample that can't be taken is left out: a balancer that was killed has no view. What the host has left of its memory
 * is for the limits.
 */
export function sampleStack(
  trial: TrialContext,
  { stack, limits }: { stack: RunningStack; limits: Pick<AbortLimits, 'hostMemory'> },
): AsyncDisposable {
  const { clock, journal } = trial
  const end = new AbortController()
  const busy: number[] = []

  const sample = async () => {
    limits.hostMemory(stack.hostMemory())
    const signal = AbortSignal.any([end.signal, AbortSignal.timeout(limitMs)])
    const [servers, usage] = await Promise.allSettled([
      abortable(stack.cluster.balancer.servers(), signal),
      abortable(stack.usage(signal), signal),
    ])
    if (servers.status === 'fulfilled') journal.append({ type: 'balancer', servers: servers.value })
    journal.append(stack.requestLog())
    if (usage.status === 'rejected') return
    journal.append(usage.value)
    if (usage.value.hostBusy !== null) busy.push(usage.value.hostBusy)
  }
  const run = async () => {
    using watch = stack.cluster.watch()
    const tellHealth = healthTeller(watch, journal)
    const startedMs = clock.now()
    try {
      for (let tick = 0; ; tick++) {
        await clock.sleep(Math.max(0, startedMs + tick * everyMs - clock.now()), end.signal)
        tellHealth()
        await sample()
      }
    } finally {
      // What was heard since the last sample.
      tellHealth()
    }
  }
  // It ends when it is disposed of, or when the journal can't be written: the load's own records tell of that.
  const running = run().catch(() => {})

  return {
    async [Symbol.asyncDispose]() {
      end.abort()
      await running
      warnOfBusyHost(trial, busy)
    },
  }
}

/** Each time it is called it writes down whom the balancer has called up or down since the time before. */
function healthTeller(watch: EventWatch, journal: TrialContext['journal']): () => void {
  let told = 0
  return () => {
    const news = watch.events.slice(told)
    told += news.length
    for (const { service: server, action: status, unixMs, detail } of news) {
      if (status !== 'up' && status !== 'down') continue
      journal.append({ type: 'health', server, status, unixMs, ...(detail !== undefined && { detail }) })
    }
  }
}

function warnOfBusyHost(trial: TrialContext, busy: readonly number[]): void {
  if (busy.length === 0) return
  const mean = busy.reduce((sum, share) => sum + share, 0) / busy.length
  if (mean <= busyShare) return
  const percent = Math.round(mean * 100)
  warn(
    trial,
    'hostBusy',
    `The machine's cores were ${percent} % busy on average: throughput and latency at saturation are no result. Use a lower rate.`,
  )
}
