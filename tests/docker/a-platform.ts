import { randomBytes } from 'node:crypto'
import { loadTarget } from '../../engine/catalogue/targets.ts'
import { systemClock } from '../../engine/clock.ts'
import { openDocker } from '../../engine/docker/platform.ts'
import type { StackSettings } from '../../engine/journal/stack-settings.ts'
import type { Platform, RunningStack } from '../../engine/platform.ts'

export interface APlatform extends Platform {
  /** The value of the label that everything of it carries. */
  readonly experiment: string
  start(
    target: string,
    changes?: { trial?: string; servers?: number; settings?: StackSettings; path?: boolean },
  ): Promise<RunningStack>
}

/** Docker, held by this process, for the stacks of one test file. */
export async function aPlatform(): Promise<APlatform> {
  const experiment = anExperiment()
  const { signal } = new AbortController()
  const platform = await openDocker({ experiment, clock: systemClock, signal })
  return {
    ...platform,
    experiment,
    async start(name, { trial = 'b1', servers = 3, settings = {}, path = false } = {}) {
      const target = await loadTarget(name)
      return platform.startStack({ trial, target, servers, settings, path, signal })
    },
  }
}

/** A name that no other run of the tests has, and that `outlast clean` spares while this process lives. */
export const anExperiment = (): string => `test-${process.pid}-${randomBytes(4).toString('hex')}`
