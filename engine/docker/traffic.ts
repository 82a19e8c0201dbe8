import { setTimeout } from 'node:timers/promises'
import type Docker from 'dockerode'
import type { TrafficPlan } from '../../traffic/plan.ts'
import { TrafficError } from '../errors.ts'
import { type TrafficRecord, trafficRecord } from '../journal/traffic-records.ts'
import type { Traffic } from '../platform.ts'
import { compose } from './compose.ts'
import { asked } from './daemon.ts'
import { linesOf, splitOutputs } from './lines.ts'
import { listServices } from './services.ts'
import type { Stack } from './stack.ts'

/** The service of docker-compose.yml that the load comes from. */
export const trafficService = 'traffic'
/** Told to leave, it has this long before it is killed. */
const graceMs = 3_000
const rememberedLines = 5
const olderImage =
  'Its image may be of another Outlast: run "npm run set-up", which builds it anew, then try again.'

/**
 * Starts the generator in the stack's network. It is listened to before it starts, so that no line is lost.
 * Throws a DockerError when it can't be started.
 */
export async function startTraffic(
  docker: Docker,
  stack: Stack,
  { plan, signal }: { plan: TrafficPlan; signal: AbortSignal },
): Promise<Traffic> {
  const project = {
    ...stack.project,
    profiles: [...stack.project.profiles, trafficService],
    environment: { ...stack.project.environment, OUTLAST_PLAN: JSON.stringify(plan) },
  }
  await compose(project, ['create', '--no-build', '--pull', 'never', trafficService], signal)
  const created = (await listServices(docker, stack.id)).find(({ name }) => name === trafficService)
  if (!created) throw new TrafficError('docker-compose.yml created no traffic.')
  const container = docker.getContainer(created.container)
  const stream = await asked(
    'listen to the traffic',
    container.attach({ stream: true, stdout: true, stderr: true }),
  )
  await asked('start the traffic', container.start({ abortSignal: signal }), signal)
  // Asked once it has started, Docker answers also where it has ended by then; waiting for its next end would not.
  const ended = container.wait() as Promise<{ StatusCode: number }>
  // Whoever reads the records hears of it.
  ended.catch(() => {})
  return followTraffic(docker, { container, stream, ended })
}

interface RunningGenerator {
  container: Docker.Container
  stream: NodeJS.ReadableStream
  ended: Promise<{ StatusCode: number }>
}

function followTraffic(docker: Docker, { container, stream, ended }: RunningGenerator): Traffic {
  const { stdout, stderr } = splitOutputs(docker, stream)
  const lastWords = rememberLast(linesOf(stderr))
  let leaving = false
  let running = true
  void ended.catch(() => {}).then(() => (running = false))

  const send = async (signal: string) => {
    await asked(`send ${signal} to the traffic`, container.kill({ signal })).catch((error) => {
      // It has just left by itself: there is nothing more to tell it, and its records say how it ended.
      if (!/is not running|no such container/i.test(String(error.message))) throw error
    })
  }
  async function* records(): AsyncGenerator<TrafficRecord> {
    for await (const line of linesOf(stdout)) {
      const record = parseRecord(line)
      if (!record) {
        const what = `The traffic wrote what is no record: ${excerpt(line)}.${await lastWords()}`
        throw new TrafficError(what, { hint: olderImage })
      }
      yield record
    }
    const { StatusCode: code } = await asked('wait for the traffic', ended)
    if (code === 0 || leaving) return
    const { State: state } = await container.inspect()
    const how = state.OOMKilled ? 'ran out of memory' : `ended with exit code ${code}`
    throw new TrafficError(`The traffic ${how}.${await lastWords()}`, {
      hint: state.OOMKilled ? 'Use fewer users, or a lower rate.' : olderImage,
    })
  }
  return {
    records: records(),
    proceed: () => send('SIGUSR1'),
    censusAsFound: () => send('SIGUSR2'),
    tellGoneForGood: () => send('SIGALRM'),
    async [Symbol.asyncDispose]() {
      leaving = true
      if (!running) return
      await send('SIGTERM')
      const done = new AbortController()
      const late = setTimeout(graceMs, undefined, { signal: done.signal }).then(() => send('SIGKILL'))
      await Promise.race([ended, late.catch(() => {})]).finally(() => done.abort())
    },
  }
}

/** A line of the generator's standard output; undefined for what it should not have written. */
function parseRecord(line: string): TrafficRecord | undefined {
  try {
    return trafficRecord.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}

/** Reads all lines, and tells the last ones when asked. */
function rememberLast(lines: AsyncIterable<string>): () => Promise<string> {
  const last: string[] = []
  const finished = (async () => {
    for await (const line of lines) {
      last.push(messageOf(line))
      if (last.length > rememberedLines) last.shift()
    }
  })()
  return async () => {
    // They come beside the records: those that belong to the last of these may still be on their way.
    await Promise.race([finished, setTimeout(graceMs / 10)])
    return last.length > 0 ? ` Its last words: "${last.join(' / ')}".` : ''
  }
}

/** k6 writes its log as JSON, one object a line; what else there is, a crash of its own, it does not. */
function messageOf(line: string): string {
  try {
    const { msg, error } = JSON.parse(line)
    return [msg, error].filter(Boolean).join(': ') || line
  } catch {
    return line
  }
}

const excerpt = (line: string) => JSON.stringify(line.length > 200 ? `${line.slice(0, 200)}…` : line)
