import type Docker from 'dockerode'
import { expect } from 'vitest'
import { eventually } from './eventually.ts'

/** Freezes all processes of a container. Docker gives up where a busy machine does not stop them in time: told again. */
export const freeze = (container: Docker.Container): Promise<void> =>
  eventually(async () => {
    await container.pause().catch(() => {})
    expect((await container.inspect()).State.Paused).toBe(true)
  })
