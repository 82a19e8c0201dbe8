import { expect, test } from 'vitest'
import { availableShare } from './host-memory.ts'

/** The beginning of the file, as Linux writes it. */
const meminfo = (lines: readonly string[]) => `${lines.join('\n')}\nBuffers:          142680 kB\n`

test('what is available includes what the kernel can give back', () => {
  const text = meminfo([
    'MemTotal:        8000000 kB',
    'MemFree:          100000 kB',
    'MemAvailable:    2000000 kB',
  ])
  expect(availableShare(text)).toBe(0.25)
})

test('a kernel that does not say it is not known to have none', () => {
  expect(availableShare(meminfo(['MemTotal:        8000000 kB']))).toBeNull()
})
