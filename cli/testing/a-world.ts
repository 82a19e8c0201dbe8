import type { Clock } from '../../engine/clock.ts'
import type { Doors } from '../doors.ts'
import type { Output, World } from '../world.ts'
import { aCatalogue } from './a-catalogue.ts'

/** An output that remembers. */
interface AnOutput extends Output {
  text(): string
}

export function anOutput(like: { isTTY?: boolean; columns?: number } = {}): AnOutput {
  let written = ''
  return {
    ...like,
    write(text) {
      written += text
    },
    text: () => written,
  }
}

/** A clock that moves by hand: nothing waits. */
export function aClock(nowMs: number): Clock & { advance(ms: number): void } {
  let now = nowMs
  return {
    now: () => now,
    advance(ms) {
      now += ms
    },
    async sleep(ms) {
      now += ms
    },
  }
}

interface AWorld extends World {
  stdout: AnOutput
  stderr: AnOutput
  clock: ReturnType<typeof aClock>
}

/** A world in which nothing exists but a small catalogue: every other door fails unless a test opens it. */
export function aWorld({
  doors = {},
  ...rest
}: Partial<Omit<AWorld, 'doors'>> & { doors?: Partial<Doors> } = {}): AWorld {
  return {
    stdout: anOutput(),
    stderr: anOutput(),
    env: {},
    cwd: '/nowhere',
    clock: aClock(Date.parse('2026-01-31T10:15:00Z')),
    signal: new AbortController().signal,
    ...rest,
    doors: { ...aCatalogue(), ...closed, ...doors },
  }
}

const shut = () => Promise.reject(new Error('this door is closed'))
const closed = { runExperiment: shut, up: shut, down: shut, clean: shut, writeReports: shut }
