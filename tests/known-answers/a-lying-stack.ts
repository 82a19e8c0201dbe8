import { fileURLToPath } from 'node:url'
import Docker from 'dockerode'
import { openRuntimeApi } from '../../engine/docker/balancers/haproxy/runtime-api.ts'
import { asked } from '../../engine/docker/daemon.ts'
import { withFreeSubnet } from '../../engine/docker/subnets.ts'
import { type TrafficRecord, trafficRecord } from '../../engine/journal/traffic-records.ts'
import type { TrafficPlan } from '../../traffic/plan.ts'
import { anExperiment } from '../docker/a-platform.ts'
import { type Output, outputOf } from './container-output.ts'
import type { Confession, Lies, Stall } from './lies.ts'

const docker = new Docker()

/** What one server does wrong. */
export interface Behaviour {
  readonly lies?: Lies
  readonly stall?: Stall
}

/** A plan of the traffic, but for where its users go. */
export type UsersPlan = Omit<TrafficPlan, 'url' | 'servers'>

/** What the traffic wrote about a run, and what the servers say that they did. */
export interface Run {
  readonly records: readonly TrafficRecord[]
  readonly confessions: readonly Confession[]
}

/**
 * Starts web servers that lie, one for each behaviour, behind a balancer with a cookie where there are several; sends
 * them the users of the plan from the real generator; and removes all of it.
 */
export function usersOn(behaviours: readonly Behaviour[], plan: UsersPlan): Promise<Run> {
  const name = anExperiment()
  return withFreeSubnet(docker, name, async (subnet) => {
    await using stack = await aStack(name, subnet)
    const webs = await Promise.all(behaviours.map((behaviour, i) => stack.startWeb(i + 1, behaviour)))
    const alone = webs.length === 1
    if (!alone) await stack.startBalancer(webs.length)
    const address = (host: number) => `http://${subnet}.${host}:8080`
    const records = await stack.runTraffic({
      ...plan,
      url: address(alone ? 11 : 2),
      servers: webs.map((_, i) => ({ name: `web-${i + 1}`, url: address(11 + i) })),
    })
    await stack.stop()
    return { records, confessions: (await Promise.all(webs.map(confessionsIn))).flat() }
  })
}

async function aStack(name: string, subnet: string) {
  const labels = { 'outlast.experiment': name, 'outlast.trial': 'known-answers' }
  const network = await asked(
    'create a network',
    docker.createNetwork({ Name: name, Labels: labels, IPAM: { Config: [{ Subnet: `${subnet}.0/24` }] } }),
  )
  const containers: Docker.Container[] = []

  /** Starts a container and follows what it writes. */
  const start = async (service: string, host: number, options: Docker.ContainerCreateOptions) => {
    const container = await docker.createContainer({
      name: `${name}-${service}`,
      Labels: labels,
      NetworkingConfig: { EndpointsConfig: { [name]: { IPAMConfig: { IPv4Address: `${subnet}.${host}` } } } },
      ...options,
      HostConfig: { NetworkMode: name, CapDrop: ['ALL'], ...options.HostConfig },
    })
    containers.push(container)
    const output = await outputOf(docker, container)
    await container.start()
    return { container, output }
  }

  return {
    async startWeb(number: number, { lies = {}, stall }: Behaviour): Promise<Output> {
      const { output } = await start(`web-${number}`, 10 + number, {
        Image: 'outlast/web',
        Env: [
          `SERVER_NAME=web-${number}`,
          'SESSIONS=liar',
          `LIES=${JSON.stringify(lies)}`,
          ...(stall ? [`STALL=${JSON.stringify(stall)}`] : []),
        ],
        HostConfig: {
          Binds: [bind('lies.ts', 'tests/known-answers'), bind('sessions/liar.ts', 'targets/web')],
        },
      })
      await output.saying('listens at')
      return output
    },

    /** Once all are up they stay up: a check that a busy machine misses would sign users out, and be no lie. */
    async startBalancer(servers: number): Promise<void> {
      const names = Array.from({ length: servers }, (_, i) => `web-${i + 1}`)
      const { container, output } = await start('haproxy', 2, {
        Image: 'outlast/haproxy',
        Env: ['AFFINITY=cookie', `NETWORK=${subnet}`, `SERVERS=${names.join(' ')}`],
        HostConfig: { Tmpfs: { '/state': 'mode=1777' } },
      })
      for (const server of names) await output.saying(`Server web/${server} is UP`)
      await using api = await openRuntimeApi(docker, container.id)
      for (const server of names) await api.tell(`disable health web/${server}`, /^$/)
    },

    /** All that the traffic writes, until it has ended. */
    async runTraffic(plan: TrafficPlan): Promise<TrafficRecord[]> {
      const { output } = await start('traffic', 3, {
        Image: 'outlast/k6',
        Env: [`OUTLAST_PLAN=${JSON.stringify(plan)}`],
      })
      const { stdout, stderr, exitCode } = await output.ended
      if (exitCode !== 0) throw new Error(`the traffic ended with ${exitCode}: ${stderr.join('\n')}`)
      return stdout.map((line) => trafficRecord.parse(JSON.parse(line)))
    },

    stop: () => Promise.all(containers.map((container) => container.stop({ t: 2 }).catch(() => {}))),

    async [Symbol.asyncDispose]() {
      await Promise.all(containers.map((container) => container.remove({ force: true, v: true })))
      await network.remove()
    },
  }
}

/** A file of this folder, at the same place of the server's tree, or in the given part of it. */
function bind(file: string, folder: string): string {
  return `${fileURLToPath(new URL(file, import.meta.url))}:/outlast/${folder}/${file}:ro`
}

async function confessionsIn(output: Output): Promise<Confession[]> {
  const { stdout } = await output.ended
  return stdout.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line))
}
