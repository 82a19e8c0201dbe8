import { expect, test } from 'vitest'
import { aClock, anOutput } from '../testing/a-world.ts'
import { aPlan, eventsOf } from '../testing/an-experiment.ts'
import { plainText } from './paint.ts'
import { createPlain } from './plain.ts'

function aConsole() {
  const output = anOutput()
  const clock = aClock(0)
  return { output, clock, console: createPlain({ output, paint: plainText, nowMs: clock.now }) }
}

test('an experiment, line by line', async () => {
  const { output, clock, console } = aConsole()
  for (const { afterMs, event } of eventsOf(aPlan)) {
    clock.advance(afterMs)
    console.show(event)
  }
  await expect(output.text()).toMatchFileSnapshot('../testdata/plain.txt')
})

test('a trial that fails says why', () => {
  const { output, console } = aConsole()
  const [trial] = aPlan.trials
  if (!trial) throw new Error('a plan without trials')
  console.show({ type: 'trial', trial, number: 1, of: 2 })
  console.show({ type: 'trialEnd', trial, status: 'failed', reason: 'redis exited with 1', journal: '' })
  expect(output.text()).toContain('1/2  failed after 0 s: redis exited with 1')
})

test('a warning before the first trial stands alone', () => {
  const { output, console } = aConsole()
  console.show({ type: 'warning', message: 'Two cores are few.' })
  expect(output.text()).toBe('warning: Two cores are few.\n')
})

test('never overwrites, never colours', () => {
  const { output, console } = aConsole()
  for (const { event } of eventsOf(aPlan)) console.show(event)
  console.say('Ending.')
  expect(output.text()).not.toContain('\u001b')
  expect(output.text()).not.toContain('\r')
  expect(output.text().endsWith('Ending.\n')).toBe(true)
})
