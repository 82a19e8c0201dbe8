import { randomBytes } from 'node:crypto'

/** Different for each session, so that nothing on the way can keep all of them as one. */
export function padding(bytes: number): string {
  const random = randomBytes(Math.ceil((bytes * 3) / 4))
  return random.toString('base64url').slice(0, bytes)
}
