import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { sessionCookie } from '../requests.ts'
import { type Session, type SessionStore, StateTooLarge, type StoreOptions } from '../session-store.ts'
import { SettingsError } from '../settings.ts'

/** What a browser surely keeps of one cookie, name and attributes included (RFC 6265, section 6.1). */
const cookieBytesMax = 4096

const secretLengthMin = 32
const ivBytes = 12
const tagBytes = 16

interface State {
  readonly owner: string
  readonly padding: string
  readonly items: readonly number[]
  readonly expiresAtMs: number
}

/**
 * Sessions in the browser: the token is the session itself, encrypted and authenticated (AES-256-GCM), and the server
 * keeps nothing. Each answer moves the session to a new token, its time to live started anew. What follows from that:
 *
 * - A logout asks the browser to forget. A copy of the cookie lives on until its time is over; nothing can end it.
 * - The last answer to reach the browser wins: of two writes at once, one is lost; an old copy rolls the session back.
 * - It holds what a browser takes for a cookie, 4 KB; a session that would grow beyond is refused.
 *
 * Servers agree on the time as well as their machines' clocks do. The first of `secrets` makes new tokens, all of them
 * are tried to read one: a new secret is put first, and the old one taken away when the sessions under it are over.
 */
export function open({ ttlMs, now, secrets }: Pick<StoreOptions, 'ttlMs' | 'now' | 'secrets'>): SessionStore {
  const keys = secrets.map(keyFrom)
  const [newest] = keys
  if (newest === undefined || secrets.some((secret) => secret.length < secretLengthMin)) {
    throw new SettingsError([
      `SESSION_SECRETS: must be one or more secrets of at least ${secretLengthMin} characters, separated by commas`,
    ])
  }

  const tokenOf = (state: Omit<State, 'expiresAtMs'>): string => {
    const token = seal({ ...state, expiresAtMs: now() + ttlMs }, newest)
    const size = sessionCookie(token).length
    if (size <= cookieBytesMax) return token
    throw new StateTooLarge(
      `the session would be a cookie of ${size} bytes, and browsers keep ${cookieBytesMax}`,
    )
  }

  const alive = (token: string): State | undefined => {
    const state = unseal(token, keys)
    return state && state.expiresAtMs > now() ? state : undefined
  }

  const moved = (state: State): Session => ({ owner: state.owner, items: state.items, token: tokenOf(state) })

  return {
    create: async ({ owner, padding }) => tokenOf({ owner, padding, items: [] }),
    async read(token) {
      const state = alive(token)
      return state && moved(state)
    },
    async add(token, item) {
      const state = alive(token)
      return state && moved(state.items.includes(item) ? state : { ...state, items: [...state.items, item] })
    },
    remove: async (token) => alive(token) !== undefined,
    async ping() {},
    // Leaves room for some hundred items, where a kilobyte would leave half of that.
    paddingBytes: 512,
    async [Symbol.asyncDispose]() {},
  }
}

const keyFrom = (secret: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', 'outlast session cookie', 32))

function seal(state: State, key: Buffer): string {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes })
  const sealed = [iv, cipher.update(JSON.stringify(state), 'utf8'), cipher.final(), cipher.getAuthTag()]
  return Buffer.concat(sealed).toString('base64url')
}

/** The state that one of the keys has sealed; what anybody else made, or changed, is no session. */
function unseal(token: string, keys: readonly Buffer[]): State | undefined {
  const sealed = Buffer.from(token, 'base64url')
  if (sealed.length <= ivBytes + tagBytes) return undefined
  const iv = sealed.subarray(0, ivBytes)
  const tag = sealed.subarray(-tagBytes)
  for (const key of keys) {
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes }).setAuthTag(tag)
    try {
      return JSON.parse(
        decipher.update(sealed.subarray(ivBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8'),
      )
    } catch {
      // Not this key's.
    }
  }
  return undefined
}
