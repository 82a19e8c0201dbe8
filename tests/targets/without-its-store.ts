import Docker from 'dockerode'
import { freeze } from '../freeze.ts'
import type { ATarget } from './a-target.ts'

/** Does something while every container of the store hangs: what it held it still has when it goes on. */
export async function withoutItsStore(target: ATarget, act: () => Promise<void>): Promise<void> {
  const { stack, description } = target
  const docker = new Docker()
  const stores = stack.services.filter(({ role }) => role !== 'web' && role !== description.balancer)
  const containers = stores.map(({ container }) => docker.getContainer(container))
  await Promise.all(containers.map(freeze))
  try {
    await act()
  } finally {
    await Promise.all(containers.map((container) => container.unpause()))
  }
}
