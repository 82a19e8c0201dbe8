import { hash } from 'node:crypto'

/**
 * The sum, modulo 2^64, of the hashes of all stored items, as a decimal string (JSON numbers can't hold it). The
 * order of the writes doesn't matter; a missing, doubled or foreign item does. An item's hash is the first 8 bytes,
 * big-endian, of the SHA-256 of "owner\nitem" in UTF-8. The traffic generator computes the same.
 *
 * It is computed anew from what the store returned, for every store alike: a running sum would hide a lost item.
 */
export function digest(owner: string, items: readonly number[]): string {
  let sum = 0n
  for (const item of items) sum += BigInt(`0x${hash('sha256', `${owner}\n${item}`).slice(0, 16)}`)
  return BigInt.asUintN(64, sum).toString()
}
