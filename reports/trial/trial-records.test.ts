import { join } from 'node:path'
import { expect, test } from 'vitest'
import { anExperiment, asText } from '../testing/an-experiment.ts'
import { syntheticTrial } from '../testing/synthetic-trial.ts'
import { readTrial, sessionsOf } from './trial-records.ts'

async function read<Result>(
  records: ReturnType<typeof syntheticTrial> | string,
  use: (journal: string) => Promise<Result>,
): Promise<Result> {
  await using experiment = await anExperiment(records)
  const name = typeof records === 'string' ? 'trial-1' : 'b1-stateful-sticky-kill-server'
  return await use(join(experiment.folder, 'trials', name, 'journal.ndjson'))
}

test('of several readings of the clock the surest is kept, whichever came last', async () => {
  const records = syntheticTrial({ clockUncertaintyMs: 1 })
  const place = records.findIndex(({ type }) => type === 'start')
  const at = records[place]?.at ?? 0
  records.splice(place, 0, { type: 'clock', at, daemonOffsetMs: 900, uncertaintyMs: 50 })
  expect((await read(records, readTrial))?.clock).toMatchObject({ daemonOffsetMs: 5, uncertaintyMs: 1 })
})

test('a journal in which nothing was written yet is no trial', async () => {
  expect(await read('', readTrial)).toBeUndefined()
})

test('a journal whose beginning is gone is not passed over', async () => {
  const reading = read(asText(syntheticTrial().slice(1)), readTrial)
  await expect(reading).rejects.toThrow(/journal\.ndjson does not begin with its trial/)
})

test('sessions are counted, and read one by one', async () => {
  const [records, sessions] = await read(syntheticTrial(), async (journal) => {
    const fates: string[] = []
    for await (const { fate } of sessionsOf(journal)) fates.push(fate)
    return [await readTrial(journal), fates] as const
  })
  expect(records?.sessions).toBe(400)
  expect(sessions.filter((fate) => fate === 'lost')).toHaveLength(100)
})
