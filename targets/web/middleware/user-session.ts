import { padding } from '../padding.ts'
import type { Login, Session } from '../session-store.ts'

/** What the application keeps in the session that the middleware gives it; nothing of it before the login. */
export interface UserSession {
  user?: Login & { items: number[] }
}

/** Makes the session that of a user who logs in. */
export function begin(session: UserSession, owner: string, sessionBytes: number): Session {
  session.user = { owner, padding: padding(sessionBytes), items: [] }
  return session.user
}

/** The session with the item added, or undefined where nobody has logged in. */
export function addItem(session: UserSession, item: number): Session | undefined {
  if (session.user && !session.user.items.includes(item)) session.user.items.push(item)
  return session.user
}
