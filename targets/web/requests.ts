/** A request that the server can't accept; the status is its answer. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
  readonly statusCode: 400 | 413

  constructor(statusCode: 400 | 413, message: string) {
    super(message)
    this.statusCode = statusCode
  }
}

const ownerBytesMax = 256

/** The `owner` of a login: text of 1 to 256 bytes in UTF-8. Throws RequestError. */
export function ownerIn(body: unknown): string {
  const owner = field(body, 'owner')
  // A lone surrogate can't be written as UTF-8: it would come back as something else. PostgreSQL takes no NUL.
  if (typeof owner !== 'string' || owner === '' || !owner.isWellFormed() || owner.includes('\0')) {
    throw new RequestError(400, 'owner must be a text that is not empty')
  }
  if (Buffer.byteLength(owner) > ownerBytesMax) {
    throw new RequestError(413, `owner is longer than ${ownerBytesMax} bytes`)
  }
  return owner
}

/** The `item` of a write: a positive integer, exact as a JSON number. Throws RequestError. */
export function itemIn(body: unknown): number {
  const item = field(body, 'item')
  if (typeof item !== 'number' || !Number.isSafeInteger(item) || item < 1) {
    throw new RequestError(400, 'item must be a positive integer')
  }
  return item
}

function field(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined
}

/** The session's token in a `Cookie` header, or undefined. Other cookies, such as a balancer's, are passed over. */
export function tokenIn(cookies: string | undefined): string | undefined {
  return cookies?.match(/(?:^|;) *session=([^; ]+)/)?.[1]
}

/** The `Set-Cookie` that makes the user's browser carry the session. */
export const sessionCookie = (token: string): string => `session=${token}; Path=/; HttpOnly; SameSite=Lax`

/** The `Set-Cookie` that makes it forget. */
export const clearedCookie = `${sessionCookie('')}; Max-Age=0`
