import { expect, test } from 'vitest'
import { abortInWords } from './abort-text.ts'

const memory = 'less than 5 % of the host’s memory is available'

test.each<[abort: Parameters<typeof abortInWords>[0], words: string[]]>([
  [{}, []],
  [{ abort: {} }, [`aborted when ${memory}`]],
  [
    { abort: { errorShare: { above: 0.5, forMs: 10_000 } } },
    [`aborted when more than 50 % of the operations fail for 10 s, or ${memory}`],
  ],
  [
    { abort: { hostMemory: { below: 0.125 } } },
    ['aborted when less than 12.5 % of the host’s memory is available'],
  ],
  [{ abort: { hostMemory: { below: 0 } } }, ['never aborted']],
])('a plan says of %j what ends the trial early', (scenario, words) => {
  expect(abortInWords(scenario)).toEqual(words)
})
