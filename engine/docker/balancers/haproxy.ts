import { TargetError } from '../../errors.ts'
import type { BalancerKind } from '../balancer-kind.ts'
import { followLog } from '../logs.ts'
import { mustHaveWorked, runIn } from '../run-in.ts'
import { httpPort, numberOfServer } from '../web-servers.ts'
import { parseLogLine, parseRequestLine } from './haproxy/log.ts'
import { readPolicy } from './haproxy/policy.ts'
import { openRenewableApi, openRuntimeApi } from './haproxy/runtime-api.ts'
import { parseStatistics } from './haproxy/statistics.ts'

const backend = 'web'

/**
 * HAProxy, whose servers are added and removed at run time, and whose log tells what its health checks find. Its
 * configuration is written anew as well, or a reload would undo what was done at run time.
 */
export const balancer: BalancerKind = {
  failurePolicy: () => readPolicy(process.env.OUTLAST_REDISPATCH),

  async connect(place) {
    const { docker, container, servers, report, logged } = place
    const addresses = new Map(servers.map(({ name, address }) => [name, address]))
    const run = async (...command: string[]) =>
      mustHaveWorked(command, await runIn(docker, container, command))
    const configure = () =>
      run('/balancer/servers.sh', ...[...addresses].map(([name, address]) => `${name}=${address}`))
    await using resources = new AsyncDisposableStack()
    const api = resources.use(await openRenewableApi(() => openRuntimeApi(docker, container)))
    const version = /^Version: (\S+?)(-\d.*)?$/m.exec(await api.ask('show info'))?.[1]
    if (!version) throw new TargetError('HAProxy does not tell its version.')
    // With a static algorithm, such as a map-based hash, it adds no servers: they are slots of the configuration, and a
    // slot that was deleted could not be had again. It says so before it looks at what is to be added: nothing, here.
    const hasSlots = /dynamic load balancing/.test(await api.ask(`add server ${backend}/web-1`))
    // It does not apply what the configuration says of every server to those that are added at run time.
    const { 'default-server': options = '' } = await readPolicy()
    resources.use(
      await followLog(place, (line) => {
        const request = parseRequestLine(line)
        if (request) return logged(request)
        const event = parseLogLine(line)
        if (event) report(event)
      }),
    )
    const connection = resources.move()
    return {
      version,
      servers: async () => parseStatistics(await api.ask(`show stat ${backend} 4 -1`)),

      // `init-state down`, among the options: in rotation only after a check has passed.
      async add({ name, address }) {
        const server = `${backend}/${name}`
        // Its id as in its name: HAProxy would give it the lowest free one, which may have been a dead server's.
        const identity = `cookie ${name} id ${numberOfServer(name)}`
        const place = `${address}:${httpPort}`
        if (!hasSlots) await api.tell(`add server ${server} ${place} ${options} ${identity}`, /^New server/)
        await api.tell(`enable health ${server}`, /^$/)
        await api.tell(`enable server ${server}`, /^$/)
        addresses.set(name, address)
        await configure()
      },

      drain: (name) => api.tell(`set server ${backend}/${name} state drain`, /^$/),

      async reload() {
        await run('/balancer/reload.sh')
        // The process that was asked until now ends once nobody is connected to it.
        await api.renew()
      },

      async remove(name) {
        const server = `${backend}/${name}`
        await api.tell(`set server ${server} state maint`, /^$/)
        await api.tell(`shutdown sessions server ${server}`, /^$/)
        await api.tell(`wait 2s srv-removable ${server}`, /^Done/)
        // A slot stays, in maintenance.
        if (!hasSlots) await api.tell(`del server ${server}`, /^Server deleted/)
        addresses.delete(name)
        await configure()
      },

      [Symbol.asyncDispose]: () => connection.disposeAsync(),
    }
  },
}
