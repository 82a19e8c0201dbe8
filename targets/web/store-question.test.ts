import { describe, expect, test } from 'vitest'
import { questionFor } from './store-question.ts'

describe.each([
  ['Redis', 6379, '+PONG\r\n'],
  ['Memcached', 11211, 'VERSION 1.6.38\r\n'],
  ['PostgreSQL', 5432, 'N'],
  ['Cassandra', 9042, '\x84\0\0\0\x06\0\0\0\x02ab'],
])('%s', (_, port, answer) => {
  const question = questionFor(port, 0)

  test('has answered when all of the answer is there', () => {
    const whole = Buffer.from(answer, 'latin1')
    expect(question.isAnswer(whole)).toBe(true)
    expect(question.isAnswer(whole.subarray(0, -1))).toBe(false)
  })

  test('can be asked with many bytes', () => {
    expect(questionFor(port, 8_192).bytes.length).toBeGreaterThanOrEqual(8_192)
  })
})
