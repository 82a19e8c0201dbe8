import { scrypt, scryptSync } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

/** What the application does beside keeping sessions. */
export interface Work {
  /** The cost of a login's password: scrypt's N; 0 asks for none. */
  readonly loginCost: number
  /** What each request of a session uses of the CPU before it is served, as scrypt's N; 0 asks for none. */
  readonly requestCost: number
  /** How long a write is worked on before it is stored, without using the CPU. */
  readonly writeTakesMs: number
}

export const noWork: Work = { loginCost: 0, requestCost: 0, writeTakesMs: 0 }

type Hash = (password: string, salt: string, length: number, options: object) => Promise<Buffer>
const hash: Hash = promisify(scrypt)
const blockSize = 8

/**
 * Hashes a password, as a login does before it knows who is there: in a thread of its own, with r = 8 and p = 1
 * (RFC 7914). What comes out is nobody's concern.
 */
export async function hashPassword(owner: string, { loginCost: N }: Work): Promise<void> {
  if (N > 0)
    await hash('a password of theirs', owner, 64, { N, r: blockSize, maxmem: 2 * 128 * N * blockSize })
}

/** Uses the CPU as an application does that works on a request: nothing else is served meanwhile. */
export function workOnRequest({ requestCost: N }: Work): void {
  if (N > 0) scryptSync('an answer', 'of some size', 64, { N, r: blockSize, maxmem: 2 * 128 * N * blockSize })
}

/** Lets the time of a write pass. */
export async function workOnWrite({ writeTakesMs }: Work): Promise<void> {
  if (writeTakesMs > 0) await sleep(writeTakesMs)
}
