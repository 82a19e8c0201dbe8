import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { InputError } from '../errors.ts'
import { createFakeClock } from '../fake/clock.ts'
import { fakeFrame, fakeSession } from '../fake/traffic-records.ts'
import { aScenario, aTarget, aTrial, killOneOfWeb } from '../trial/testing/a-trial.ts'
import { trafficPlanOf } from '../trial/traffic-plan.ts'
import { readJournal } from './read.ts'
import type { NewRecord } from './records.ts'
import { createJournal, type Write } from './write.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'outlast-journal-'))
  file = join(folder, 'trials', 'b1', 'journal.ndjson')
})
afterEach(() => rmSync(folder, { recursive: true }))

const clock = () => createFakeClock({ startMs: 1_000.25, moves: 'byHand' })
const aRecord: NewRecord = { type: 'phase', phase: 'up' }

async function read() {
  const records = []
  for await (const record of readJournal(file)) records.push(record)
  return records
}

function write(...records: NewRecord[]): void {
  using journal = createJournal(file, clock())
  for (const record of records) journal.append(record)
}

/** What a call throws: its message and its hint. */
async function thrownBy(call: () => unknown): Promise<InputError> {
  try {
    await call()
  } catch (error) {
    if (error instanceof InputError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

test('a record is a line with the instant of its writing first', () => {
  write(aRecord)
  expect(readFileSync(file, 'utf8')).toBe('{"at":1000.25,"type":"phase","phase":"up"}\n')
})

test('what was appended is in the file at once, before the journal is closed', () => {
  using journal = createJournal(file, clock())
  journal.append(aRecord)
  expect(readFileSync(file, 'utf8')).not.toBe('')
})

test('every record of a whole trial is read as it was written', async () => {
  const { records } = await aTrial({ method: [killOneOfWeb] })
  const written = records.map(({ sinceStartMs: _, ...record }) => record as NewRecord)
  write(...written)
  expect(await read()).toEqual(written.map((record) => ({ at: 1_000.25, ...record })))
})

test('a journal is never written over', async () => {
  write(aRecord)
  const error = await thrownBy(() => createJournal(file, clock()))
  expect(error.message).toContain('it exists already')
  expect(error.hint).toContain('--out')
})

describe('a disk that has no more room', () => {
  test('is told in one message with the remedy', async () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
    using journal = createJournal(file, clock(), () => {
      throw full
    })
    const error = await thrownBy(() => journal.append(aRecord))
    expect(error.message).toBe(`Could not write ${file}: the disk is full.`)
    expect(error.hint).toContain('--out')
    expect(error.cause).toBe(full)
  })

  test('leaves a journal that can be read, also when there is room again in the middle of it', async () => {
    const writes: Write[] = [
      (fd, bytes) => writeSync(fd, bytes),
      (fd, bytes) => writeSync(fd, bytes, 0, 7),
      () => {
        throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
      },
    ]
    using journal = createJournal(file, clock(), (fd, bytes, offset) =>
      (writes.shift() ?? writeSync)(fd, bytes, offset),
    )
    journal.append(aRecord)
    for (const record of [aRecord, aRecord, aRecord]) {
      expect((await thrownBy(() => journal.append(record))).message).toContain('the disk is full')
    }
    expect(await read()).toEqual([{ at: 1_000.25, ...aRecord }])
  })

  test('that takes a line in pieces gets all of it', async () => {
    using journal = createJournal(file, clock(), (fd, bytes, offset) =>
      writeSync(fd, bytes, offset, Math.min(7, bytes.length - offset)),
    )
    journal.append(aRecord)
    expect(await read()).toEqual([{ at: 1_000.25, ...aRecord }])
  })
})

describe('a journal whose writer was killed', () => {
  test('ends before its last, torn line', async () => {
    write(aRecord, { type: 'phase', phase: 'warmUp' })
    appendFileSync(file, '{"at":1002,"type":"pha')
    expect(await read()).toHaveLength(2)
  })

  test('may be empty', async () => {
    write()
    expect(await read()).toEqual([])
  })
})

describe('a journal that is not as we wrote it', () => {
  test.each<[what: string, lines: string[], message: RegExp]>([
    ['a damaged line', ['{"at":1,"type":"pha', '{"at":1,"type":"phase","phase":"up"}'], /line 1 .*not JSON/],
    ['an unknown record', ['{"at":1,"type":"rumour"}'], /line 1 .*type/],
    [
      'a field of another kind',
      ['{"at":1,"type":"phase","phase":"up"}', '{"at":"now","type":"phase","phase":"up"}'],
      /line 2 .*at/,
    ],
    ['a line that is no object', ['3', '4'], /line 1/],
  ])('%s is refused with its place', async (_, lines, message) => {
    write()
    writeFileSync(file, `${lines.join('\n')}\n`)
    const error = await thrownBy(read)
    expect(error.message).toMatch(message)
    expect(error.message).toContain(file)
  })

  test('a later version is refused with what to do', async () => {
    write()
    writeFileSync(file, '{"at":1,"type":"trial","version":2}\n')
    const error = await thrownBy(read)
    expect(error.message).toContain('journal version 2')
    expect(error.hint).toContain('later')
  })

  test('no file at all is told by its name', async () => {
    const error = await thrownBy(read)
    expect(error.message).toContain(file)
  })
})

test('the fake generator writes what a journal takes', async () => {
  const planned = {
    scenario: aScenario(),
    target: aTarget(),
    trafficSeed: 1,
    id: 'b1',
    block: 1,
    position: 1,
  }
  const plan = trafficPlanOf(planned, {
    url: 'http://b',
    proxyUrl: 'http://b:1',
    serverUrl: (name) => `http://${name}`,
  })
  write(
    fakeFrame(plan, { second: 0, toMs: 1_000, final: true }),
    fakeSession({ user: 1, home: 'web-1', lostAtMs: 5, atMs: 10 }),
  )
  expect(await read()).toHaveLength(2)
})
