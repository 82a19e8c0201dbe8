import { randomBytes } from 'node:crypto'

/** A session id that nobody guesses: 128 random bits, as 22 characters. */
export const newSessionId = (): string => randomBytes(16).toString('base64url')
