/**
 * Removes what a dead Outlast left. Its lease is its standard input: the daemon closes that when its holder dies,
 * however it died. It then sweeps until several sweeps in a row found nothing, because a `docker compose up` that
 * outlived its parent may still be creating containers. A holder that is done says `release`, and one such sweep
 * is enough.
 *
 * Usage: node reaper.ts outlast.experiment=ID outlast.reaper
 * Says `ready` once a first sweep by that label has worked; ends with 1 where it has not.
 */
import { request } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { type EngineApi, sweep } from './sweep.ts'

const socketPath = '/var/run/docker.sock'
const quietSweepsAfterDeath = 5
const pauseMs = 1_000
const atMost = 120

const engineApi: EngineApi = (method, path) =>
  new Promise((resolve, reject) => {
    const call = request(
      { socketPath, method, path, headers: { host: 'docker' }, timeout: 30_000 },
      (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (part: string) => (text += part))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: parse(text) }))
        response.on('error', reject)
      },
    )
    call.on('timeout', () => call.destroy(new Error('The Docker daemon does not answer.')))
    call.on('error', reject).end()
  })

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Resolves when the lease is over, with what its holder said last. */
async function leaseEnded(): Promise<string> {
  let said = ''
  // SIGTERM to process 1 would be ignored without a handler; it ends the lease as well.
  const told = new Promise<void>((resolve) => process.once('SIGTERM', () => resolve()))
  const closed = new Promise<void>((resolve) =>
    process.stdin
      .setEncoding('utf8')
      .on('data', (text: string) => (said = `${said}${text}`.slice(-20)))
      .once('end', resolve)
      .once('close', resolve),
  )
  await Promise.race([told, closed])
  return said
}

async function sweepUntilQuiet(quietSweeps: number): Promise<void> {
  for (let quiet = 0, sweeps = 0; quiet < quietSweeps && sweeps < atMost; sweeps++) {
    if (sweeps > 0) await setTimeout(quiet === 0 ? pauseMs / 10 : pauseMs)
    const { removed, left } = await sweep(engineApi, labels, spare).catch((error: Error) => {
      console.error(error.message)
      return { removed: [], left: ['unknown'] }
    })
    for (const what of removed) console.log(`removed ${what}`)
    quiet = removed.length + left.length === 0 ? quiet + 1 : 0
  }
}

const [label = '', spare = ''] = process.argv.slice(2)
if (!/^outlast\..+=./.test(label) || !spare) {
  console.error('Usage: reaper.ts outlast.experiment=ID outlast.reaper')
  process.exit(2)
}
const labels = [label]
const { removed } = await sweep(engineApi, labels, spare)
if (removed.length > 0) console.log(`removed ${removed.length} objects of an earlier run under the same name`)
console.log('ready')
const released = (await leaseEnded()).includes('release')
await sweepUntilQuiet(released ? 1 : quietSweepsAfterDeath)
process.exit(0)
