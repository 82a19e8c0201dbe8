import type { Counts, Frame, Phase } from '../../engine/journal/traffic-records.ts'
import { addCounts, noCounts } from './counts.ts'

/** What is known of one second, from all frames that speak of it. */
export interface SecondTotals {
  counts: Counts
  measured: boolean
  /** Histograms as they came, in their compact form: response and service of ok, response of the others. */
  okResponse: string[]
  okService: string[]
  answers: Record<string, number>
  affinity: { home: number; elsewhere: number }
  /** From the frame of that second; undefined where there is none. */
  gauges: Pick<Frame, 'sessions' | 'inFlight' | 'queued'> | undefined
}

/** The frames of a trial, summed by second and by phase. Histograms stay encoded: one decoded takes 100 KB. */
export class FrameTotals {
  readonly seconds = new Map<number, SecondTotals>()
  readonly phases: Record<Phase, Counts> = { warmUp: noCounts(), measured: noCounts(), census: noCounts() }
  /** The generator's own sums; only the last frame of a whole journal has them. */
  totals: Frame['totals']
  final = false
  /** To where the frames go, from the start of the load. */
  lastMs = 0
  /** What answers of an error status said was wrong, by its text. */
  readonly complaints = new Map<string, number>()
  /** Frames that should have been there. */
  gaps = 0
  #next = 0

  add(frame: Frame): void {
    this.gaps += Math.max(0, frame.sequence - this.#next)
    this.#next = frame.sequence + 1
    this.lastMs = frame.toMs
    this.final ||= frame.final
    this.totals = frame.totals ?? this.totals
    this.#addCells(frame)
    this.#addLatencies(frame)
    this.#addGauges(frame)
    for (const [complaint, times] of Object.entries(frame.complaints ?? {})) {
      this.complaints.set(complaint, (this.complaints.get(complaint) ?? 0) + times)
    }
  }

  #addCells({ cells }: Frame): void {
    for (const { second, phase, counts } of cells) {
      addCounts(this.phases[phase], counts)
      if (phase === 'census') continue
      const totals = this.#at(second)
      addCounts(totals.counts, counts)
      totals.measured ||= phase === 'measured'
    }
  }

  #addLatencies({ latencies }: Frame): void {
    for (const { second, phase, class: group, response, service } of latencies) {
      if (phase === 'census' || group !== 'ok') continue
      const totals = this.#at(second)
      totals.okResponse.push(response)
      totals.okService.push(service)
    }
  }

  #addGauges({ fromMs, servers, affinity, sessions, inFlight, queued }: Frame): void {
    const totals = this.#at(Math.max(0, Math.round(fromMs / 1_000)))
    totals.gauges = { sessions, inFlight, queued }
    totals.affinity.home += affinity.home
    totals.affinity.elsewhere += affinity.elsewhere
    for (const [server, answers] of Object.entries(servers)) {
      totals.answers[server] = (totals.answers[server] ?? 0) + answers
    }
  }

  #at(second: number): SecondTotals {
    const known = this.seconds.get(second)
    if (known) return known
    const fresh = {
      counts: noCounts(),
      measured: false,
      okResponse: [],
      okService: [],
      answers: {},
      affinity: { home: 0, elsewhere: 0 },
      gauges: undefined,
    }
    this.seconds.set(second, fresh)
    return fresh
  }
}
