import { mostServers } from '../../engine/catalogue/limits.ts'
import { exitCodes } from '../../engine/errors.ts'
import { plural } from '../../reports/format.ts'
import { defineCommand } from '../command.ts'
import { wholeNumber } from '../option-values.ts'

export default defineCommand<{ servers: number; port: number }>({
  group: 'Look:',
  summary: 'start a target and leave it running, on loopback',
  description:
    'Starts the stack of a target without any load and publishes its balancer on 127.0.0.1, to look at it.',
  examples: [
    ['up stateless-redis', 'on http://127.0.0.1:8080'],
    ['up stateful-sticky --servers 5 --port 9000', 'with five web servers, on another port'],
  ],
  declare(command) {
    command
      .argument('<target>', 'see "outlast list targets"; or a file of yours')
      .option('--servers <n>', 'web servers', wholeNumber('--servers', 1, mostServers), 3)
      .option('--port <n>', 'on 127.0.0.1', wholeNumber('--port', 1, 65_535), 8080)
  },
  async run({ args: [name = ''], options: { servers, port, quiet } }, world) {
    const { doors, cwd, stdout, stderr, signal } = world
    const target = await doors.loadTarget(name, { cwd })
    if (!quiet) stderr.write(`Starting ${target.name} with ${plural(servers, 'web server')} …\n`)
    const { url } = await doors.up(target, { servers, port, signal })
    if (!quiet) {
      stderr.write(
        `It runs until "outlast down". Try: curl -i -X POST ${url}/session -H 'content-type: application/json' -d '{"owner":"me"}'\n`,
      )
    }
    stdout.write(`${url}\n`)
    return exitCodes.done
  },
})
