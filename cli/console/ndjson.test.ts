import { expect, test } from 'vitest'
import { aClock, anOutput } from '../testing/a-world.ts'
import { aPlan, eventsOf } from '../testing/an-experiment.ts'
import { createNdjson } from './ndjson.ts'

function printed(): string {
  const output = anOutput()
  const clock = aClock(1_000)
  const show = createNdjson(output, clock.now)
  for (const { afterMs, event } of eventsOf(aPlan)) {
    clock.advance(afterMs)
    // One second of the load looks like another.
    if (event.type !== 'second' || event.atMs <= 1_000 || event.atMs === 60_000) show(event)
  }
  return output.text()
}

test('every event is one JSON object on a line of its own', async () => {
  const lines = printed().trimEnd().split('\n')
  for (const line of lines) {
    expect(JSON.parse(line)).toMatchObject({ at: expect.any(Number), type: expect.any(String) })
  }
  await expect(printed()).toMatchFileSnapshot('../testdata/ndjson.txt')
})
