import { describe, expect, test } from 'vitest'
import { hashPassword, noWork, workOnRequest } from './work.ts'

describe('the password of a login', () => {
  test.each([0, 16_384, 65_536])('is hashed at a cost of N = %i', async (loginCost) => {
    await expect(hashPassword('user-1', { ...noWork, loginCost })).resolves.toBeUndefined()
  })

  test('is not where N is no power of two', async () => {
    await expect(hashPassword('user-1', { ...noWork, loginCost: 1000 })).rejects.toThrow(/scrypt/i)
  })
})

test('the work on a request uses the CPU, the more the higher its cost', () => {
  const used = (requestCost: number) => {
    const before = process.threadCpuUsage()
    for (let request = 0; request < 5; request++) workOnRequest({ ...noWork, requestCost })
    const { user, system } = process.threadCpuUsage(before)
    return user + system
  }
  expect(used(8_192)).toBeGreaterThan(used(64))
})
