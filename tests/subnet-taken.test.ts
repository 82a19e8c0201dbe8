import { randomBytes } from 'node:crypto'
import Docker from 'dockerode'
import { expect, onTestFinished, test, vi } from 'vitest'
import { loadTarget } from '../engine/catalogue/targets.ts'
import { removeStack } from '../engine/docker/removal.ts'
import { startServices } from '../engine/docker/start-services.ts'
import { withFreeSubnet } from '../engine/docker/subnets.ts'
import { anExperiment } from './docker/a-platform.ts'

// Neither the daemon's list of networks nor this machine's shows what somebody takes a moment later.
vi.mock('node:os', async (original) => ({
  ...(await original<typeof import('node:os')>()),
  networkInterfaces: () => ({}),
}))
const docker = new Docker()
const blind: Docker = Object.create(docker, { listNetworks: { value: async () => [] } })

test('a subnet that was taken in the meantime is left to its owner, and the next one is used', async () => {
  const experiment = anExperiment()
  const id = { experiment, trial: 'b1', project: `outlast-${experiment}` }
  // The first that is free: whoever is blind finds it too, or one before it that somebody has, and goes on to it.
  const first = await withFreeSubnet(docker, id.project, async (prefix) => prefix)
  const foreign = await docker.createNetwork({
    Name: `foreign-${randomBytes(4).toString('hex')}`,
    IPAM: { Config: [{ Subnet: `${first}.0/24` }] },
  })
  onTestFinished(async () => {
    await removeStack(docker, id)
    await foreign.remove()
  })
  const { subnet } = await startServices({
    docker: blind,
    signal: new AbortController().signal,
    id,
    target: await loadTarget('stateful-sticky'),
    servers: 1,
  })
  expect(subnet).not.toBe(first)
  expect((await foreign.inspect()).IPAM?.Config).toEqual([{ Subnet: `${first}.0/24` }])
})
