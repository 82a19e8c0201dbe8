import { expect, test } from 'vitest'
import { trackProgress } from './progress.mjs'

test('each task is one line that ends with how long it took', () => {
  let text = ''
  let nowMs = 0
  const progress = trackProgress(
    (part) => (text += part),
    () => nowMs,
  )
  progress.start('Docker: starting')
  nowMs = 1_500
  progress.start('Images: building')
  nowMs = 3_500
  progress.end('failed, ')
  progress.end()
  expect(text).toBe('Docker: starting … 1.5 s\nImages: building … failed, 2.0 s\n')
})
