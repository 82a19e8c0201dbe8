import { describe, expect, test } from 'vitest'
import { hashPassword } from './work.ts'

describe('the password of a login', () => {
  test.each([0, 16_384, 65_536])('is hashed at a cost of N = %i', async (loginCost) => {
    await expect(hashPassword('user-1', { loginCost, writeTakesMs: 0 })).resolves.toBeUndefined()
  })

  test('is not where N is no power of two', async () => {
    await expect(hashPassword('user-1', { loginCost: 1000, writeTakesMs: 0 })).rejects.toThrow(/scrypt/i)
  })
})
