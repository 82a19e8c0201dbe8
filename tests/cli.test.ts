import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exitCodes } from '../engine/errors.ts'
import { readJournal } from '../engine/journal/read.ts'
import { aFreePort } from './a-container.ts'
import { aSmallDisk } from './cli/a-small-disk.ts'
import { type AnOutlast, anOutlast } from './cli/an-outlast.ts'
import { whatIsLeftOf, whatStaysOf } from './docker/what-is-left.ts'
import { eventually } from './eventually.ts'

/** A machine that is busy needs a while; how soon it is on one that is not, bench/abandoned-runs.ts measures. */
const goneWithinMs = 120_000
const reports = ['events.csv', 'result.json', 'sessions.csv', 'summary.md', 'timeseries.csv', 'trials.csv']

let folder: string
let number = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outlast-cli-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** A trial with a load that hardly is one, into a folder of its own. */
function aTrial({ out = join(folder, String(++number)), duration = '8s', within = 'exec "$@"' } = {}) {
  const load = ['--duration', duration, '--users', '20', '--rate', '20']
  const argv = ['run', 'stateless-redis', '--scenario', 'kill-server', ...load, '--out', out]
  return { out, outlast: anOutlast(argv, { within }) }
}

/** The name that everything of an experiment on the daemon carries. */
async function experimentIn(out: string): Promise<string> {
  const [trial = ''] = await readdir(join(out, 'trials'))
  for await (const record of readJournal(join(out, 'trials', trial, 'journal.ndjson'))) {
    if (record.type === 'trial') return record.experiment
  }
  throw new Error(`${out} has a journal without a head`)
}

const lastLine = (outlast: AnOutlast) => outlast.stdout().trimEnd().split('\n').at(-1)

test('run measures, reports and leaves nothing behind', async () => {
  const { out, outlast } = aTrial()
  // A machine that is busy with other things can make the trial invalid.
  expect([exitCodes.done, exitCodes.cannotTell]).toContain(await outlast.ended)
  expect(lastLine(outlast)).toBe(join(out, 'index.html'))
  expect(outlast.stderr()).toMatch(/^1 trial: .*\n(.*\n)*1\/1 {2}complete after/)
  expect(outlast.stdout()).toContain('Kill one web server')
  expect(await readdir(out)).toEqual(expect.arrayContaining(reports))
  expect(await whatIsLeftOf(await experimentIn(out))).toEqual([])
})

describe('interrupted while the load is on', () => {
  test('once: the trial ends in good order, and what was measured is reported', async () => {
    const { out, outlast } = aTrial({ duration: '60s' })
    await outlast.says(/warm-up/)
    outlast.child.kill('SIGINT')
    expect(await outlast.ended).toBe(130)
    expect(outlast.stderr()).toContain('press Ctrl-C again to leave at once')
    expect(lastLine(outlast)).toBe(join(out, 'index.html'))
    const { experiment } = JSON.parse(await readFile(join(out, 'result.json'), 'utf8'))
    expect(experiment.status).toBe('interrupted')
    expect(await whatIsLeftOf(await experimentIn(out))).toEqual([])
  })

  test('twice: it leaves at once, and the stack goes all the same', async () => {
    const { out, outlast } = aTrial({ duration: '60s' })
    await outlast.says(/warm-up/)
    outlast.child.kill('SIGTERM')
    await outlast.says(/Ctrl-C again/)
    // Presses in quick succession are one: from the terminal, and through npm.
    const again = setInterval(() => outlast.child.kill('SIGTERM'), 100)
    expect(await outlast.ended).toBe(130)
    clearInterval(again)
    expect(await whatStaysOf(await experimentIn(out), goneWithinMs)).toEqual([])
  })

  test('by SIGKILL: the stack goes all the same, and the journal so far can be reported', async () => {
    const { out, outlast } = aTrial({ duration: '60s' })
    await outlast.says(/ s of 60 s/)
    outlast.child.kill('SIGKILL')
    expect(await outlast.ended).toBe('SIGKILL')
    expect(await whatStaysOf(await experimentIn(out), goneWithinMs)).toEqual([])

    const report = anOutlast(['report', out])
    expect(await report.ended).toBe(0)
    expect(lastLine(report)).toBe(join(out, 'index.html'))
    expect(await readdir(out)).toEqual(expect.arrayContaining(reports))
  })
})

describe('without a Docker daemon', () => {
  test.each([
    ['run', ['run', 'stateless-redis', '--scenario', 'kill-server', '--out', '…']],
    ['up', ['up', 'stateless-redis']],
    ['down', ['down']],
    ['clean', ['clean']],
  ])('%s says so, with the remedy, and leaves nothing behind', async (_, words) => {
    const out = join(folder, 'no-docker')
    const env = { DOCKER_HOST: `unix://${join(folder, 'nobody.sock')}` }
    const outlast = anOutlast(
      words.map((word) => (word === '…' ? out : word)),
      { env },
    )
    expect(await outlast.ended).toBe(2)
    expect(outlast.stderr()).toMatch(/^outlast: Docker does not answer at unix:.*\n.*set-up/m)
    expect(outlast.stdout()).toBe('')
    expect(await readdir(folder)).not.toContain('no-docker')
  })
})

test('a disk that gets full ends the experiment with one message, and the stack is gone', async () => {
  await using disk = await aSmallDisk()
  const { outlast } = aTrial({ out: disk.folder, within: disk.within, duration: '60s' })
  expect(await outlast.ended).toBe(2)
  expect(outlast.stderr().match(/^outlast: .*$/gm)).toEqual([
    expect.stringMatching(/Could not write .*journal/),
  ])
  expect(outlast.stderr()).toContain('--out')
  expect(outlast.stdout()).toBe('')
  expect(await whatStaysOf(await experimentIn(disk.folder), goneWithinMs)).toEqual([])
})

test('up starts a target on loopback, down removes it', async () => {
  const port = await aFreePort()
  const up = anOutlast(['up', 'stateless-redis', '--servers', '1', '--port', String(port)])
  expect(await up.ended).toBe(0)
  try {
    const url = up.stdout().trim()
    expect(url).toBe(`http://127.0.0.1:${port}`)
    const body = JSON.stringify({ owner: 'me' })
    const headers = { 'content-type': 'application/json' }
    // A store that has just started may be too slow for the first ones: then the answer is 503.
    await eventually(async () => {
      const answer = await fetch(`${url}/session`, { method: 'POST', headers, body })
      expect(answer.status).toBe(201)
      expect(answer.headers.get('served-by')).toBe('web-1')
    })
  } finally {
    expect(await anOutlast(['down']).ended).toBe(0)
  }
  expect(await whatIsLeftOf('outlast-up')).toEqual([])
})
