/** The name of the key by which the web servers of each stack begin to sign sessions. */
export const firstKey = 'old'

/**
 * What web servers are told of their keys, as SESSION_SECRETS: one secret for each name, of 32 characters at least. The
 * first one signs, and what any of them has signed is read.
 */
export function sessionSecrets(keys: readonly string[]): string {
  return keys.map((key) => `outlast-sessions-signed-by-${key}-are-for-measuring-only`).join(',')
}
