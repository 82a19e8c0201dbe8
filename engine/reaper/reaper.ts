/**
 * Removes what a dead Outlast left. Its lease is its standard input: the daemon closes that when its holder dies,
 * however it died. It then sweeps until several sweeps in a row found nothing, because a `docker compose up` that
 * outlived its parent may still be creating containers.
 *
 * Usage: node reaper.ts outlast.experiment=ID outlast.reaper
 * Says `ready` once a first sweep by that label has worked; ends with 1 where it has not.
 */
import { request } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { type EngineApi, sweep } from './sweep.ts'

const socketPath = '/var/run/docker.sock'
const quietSweeps = 5
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

async function leaseEnded(): Promise<void> {
  // SIGTERM to process 1 would be ignored without a handler; it ends the lease as well.
  const told = new Promise<void>((resolve) => process.once('SIGTERM', () => resolve()))
  const closed = new Promise<void>((resolve) =>
    process.stdin.resume().once('end', resolve).once('close', resolve),
  )
  await Promise.race([told, closed])
}

async function sweepUntilQuiet(label: string, spare: string): Promise<void> {
  for (let quiet = 0, sweeps = 0; quiet < quietSweeps && sweeps < atMost; sweeps++) {
    const { removed, left } = await sweep(engineApi, label, spare).catch((error: Error) => {
      console.error(error.message)
      return { removed: [], left: ['unknown'] }
    })
    for (const what of removed) console.log(`removed ${what}`)
    quiet = removed.length + left.length === 0 ? quiet + 1 : 0
    await setTimeout(quiet === 0 ? pauseMs / 10 : pauseMs)
  }
}

const [label, spare] = process.argv.slice(2)
if (!label?.startsWith('outlast.') || !label.includes('=') || !spare) {
  console.error('Usage: reaper.ts outlast.experiment=ID outlast.reaper')
  process.exit(2)
}
const { removed } = await sweep(engineApi, label, spare)
if (removed.length > 0) console.log(`removed ${removed.length} objects of an earlier run under the same name`)
console.log('ready')
await leaseEnded()
await sweepUntilQuiet(label, spare)
process.exit(0)
