import type { SessionStore, StoreOptions } from '../session-store.ts'
import { openWith } from './memcached.ts'

/*
 * The same store as memcached.ts with the other policy that clients have: a node that is away is taken off the ring, and
 * put back when it answers again. Nobody waits for it, but its sessions are not found meanwhile; and what was begun
 * elsewhere meanwhile is not found afterwards, when its place is the node's again, where what was left lies as it was.
 */
export function open(options: StoreOptions): SessionStore {
  return openWith('elsewhere', options)
}
