import type { RecordOf } from '../journal/records.ts'
import type { Frame } from '../journal/traffic-records.ts'
import type { Step } from './staircase.ts'

export type Objective = RecordOf<'capacity'>['objective']
export type JudgedStep = RecordOf<'calibration'>['steps'][number]

/** Judges each step of a load from its frames, in order, until one does not meet the objective. */
export interface Judge {
  add(frame: Frame): void
  readonly judged: readonly JudgedStep[]
  /** The last step is judged, or one failed. */
  isDone(): boolean
}

/**
 * A step meets the objective where at least its share of the operations that were scheduled in the window were right
 * within its time. The load gives up an operation after that time, once in its session's queue and once on its way:
 * twice that time after the window every operation of it has ended.
 */
export function createJudge(steps: readonly Step[], { availability, withinMs }: Objective): Judge {
  const seconds = new Map<number, { scheduled: number; inTime: number }>()
  const judged: JudgedStep[] = []

  const judge = ({ ratePerSecond, fromMs, toMs }: Step): JudgedStep => {
    const within = [...seconds].filter(([second]) => second * 1_000 >= fromMs && second * 1_000 < toMs)
    const scheduled = within.reduce((sum, [, counts]) => sum + counts.scheduled, 0)
    const inTime = within.reduce((sum, [, counts]) => sum + counts.inTime, 0)
    return { ratePerSecond, scheduled, inTime, met: scheduled > 0 && inTime >= availability * scheduled }
  }
  const isDone = () => judged.length === steps.length || judged.at(-1)?.met === false

  return {
    judged,
    isDone,
    add({ cells, toMs }) {
      for (const { second, counts } of cells) {
        const so = seconds.get(second) ?? { scheduled: 0, inTime: 0 }
        seconds.set(second, {
          scheduled: so.scheduled + (counts.scheduled ?? 0),
          inTime: so.inTime + (counts.ok ?? 0) - (counts.late ?? 0),
        })
      }
      for (let next = steps[judged.length]; next && !isDone(); next = steps[judged.length]) {
        if (toMs < next.toMs + 2 * withinMs) return
        judged.push(judge(next))
      }
    },
  }
}
