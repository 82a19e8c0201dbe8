import { expect, test } from 'vitest'
import { anAnalysis } from '../testing/an-analysis.ts'
import { autoscaledTrial } from '../testing/autoscaled-trial.ts'
import { syntheticTrial } from '../testing/synthetic-trial.ts'
import { drawnOf } from './drawn.ts'
import { elasticity } from './elasticity.ts'
import { elasticityTables } from './elasticity-tables.ts'
import { render } from './node.ts'

const text = (markup: string) => markup.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')

async function sectionOf(...journals: Parameters<typeof anAnalysis>) {
  const { result, data } = await anAnalysis(...journals)
  return {
    pictures: render(
      result.scenarios.map((each) => elasticity(drawnOf(result, data, each.name), result.targets, each)),
    ),
    tables: text(render(elasticityTables(result.trials))),
  }
}

test('a trial has its picture, how servers followed the load, and what each scale-in cost', async () => {
  const { pictures, tables } = await sectionOf(autoscaledTrial())
  expect(pictures).toContain('Servers against the load in b1-stateful-sticky-autoscale')
  expect(tables).toContain('stateful-sticky 1 23.2 % 16.1 % 7.7 % 8.0 % 2 4.3/min 2 to 3')
  expect(tables).toContain('1: 120/s, 2: 220/s, 3: 320/s')
  expect(tables).toContain('What each scale-in cost')
  expect(tables).toContain('stateful-sticky 1 web-2 6 s 4 s 98 98')
})

test('a drain that the end of the load cut short is not called none', async () => {
  const cut = autoscaledTrial().filter(
    (record) => !(record.type === 'fault' && ['takingOut', 'takenOut'].includes(record.step)),
  )
  expect((await sectionOf(cut)).tables).toContain('web-2 6 s not to its end')
})

test('a doubt names its trials, where not all have it', async () => {
  const uncalibrated = autoscaledTrial({ calibrated: false, target: 'stateless-redis', position: 2 })
  const { tables } = await sectionOf(autoscaledTrial(), uncalibrated)
  expect(tables).toContain('was not measured. (b1-stateless-redis-autoscale)')
})

test('what is not known is said', async () => {
  const { tables } = await sectionOf(autoscaledTrial({ calibrated: false }))
  expect(tables).toContain('stateful-sticky 1 not known not known not known not known 2')
  expect(tables).toContain('how much the servers can take was not measured')
})

test('without an autoscaler there is no such section', async () => {
  expect(await sectionOf(syntheticTrial())).toEqual({ pictures: '', tables: '' })
})
