import { randomBytes } from 'node:crypto'

/** A session id that nobody guesses: 128 random bits, as 22 characters. */
export const newSessionId = (): string => randomBytes(16).toString('base64url')

/**
 * Whether a token can be one of ours. For stores where it becomes a part of a command or of a larger key, and others
 * must not get to choose that.
 */
export const isSessionId = (token: string): boolean => /^[\w-]{22}$/.test(token)
