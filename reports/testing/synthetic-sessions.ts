import type { SessionEnd } from '../../engine/journal/traffic-records.ts'

export interface SyntheticSessions {
  /** A multiple of 10. */
  usersPerServer: number
  /** Of the users of web-2, so many log in while it is being killed. */
  onTheBoundary: number
}

/** A session that nothing happened to; `change` says what is different about it. */
export function aSession(session: string, change: Partial<SessionEnd> = {}): SessionEnd {
  return {
    type: 'session',
    session,
    user: 0,
    fate: 'survived',
    fateAtMs: 31_500,
    details: [],
    homeServer: 'web-1',
    acknowledgedWrites: 8,
    observedWrites: 8,
    expectation: 'must',
    end: 'present',
    anomalies: {},
    loginInvokedMs: 0,
    loginAtMs: 5,
    logoutInvokedMs: null,
    lastGoodMs: 31_500,
    signedOutAtMs: null,
    endAtMs: 31_500,
    cause: null,
    ...change,
  }
}

/** Missed at `signedOutAtMs`, and for good. */
export function aLostSession(session: string, change: Partial<SessionEnd> = {}): SessionEnd {
  const signedOutAtMs = change.signedOutAtMs ?? 11_000
  return aSession(session, {
    fate: 'lost',
    fateAtMs: signedOutAtMs,
    homeServer: 'web-2',
    observedWrites: null,
    end: 'absent',
    anomalies: { missing: 4 },
    lastGoodMs: 9_000,
    signedOutAtMs,
    cause: 'gone',
    ...change,
  })
}

/** The sessions of the synthetic trial: users 0, 3, 6 … live on web-1, 1, 4 … on web-2, 2, 5 … on web-3. */
export function sessionsAfterTheKill({
  usersPerServer,
  onTheBoundary,
  loses,
}: SyntheticSessions & { loses: boolean }): SessionEnd[] {
  return Array.from({ length: usersPerServer }, (_, index) => {
    const [one, two, three] = [3 * index, 3 * index + 1, 3 * index + 2]
    // Just before the request, and answered after it.
    const login = index < onTheBoundary ? { loginInvokedMs: 9_995, loginAtMs: 10_020, lastGoodMs: 9_995 } : {}
    const onWeb2 = { user: two, homeServer: 'web-2', ...login }
    const signedOutAtMs = 11_000 + (400 * index) / usersPerServer
    return [
      aSession(`${one}.1`, { user: one }),
      ...(loses
        ? [
            aLostSession(`${two}.1`, { ...onWeb2, signedOutAtMs, fateAtMs: signedOutAtMs }),
            loggedInAgain(two, index),
          ]
        : [aSession(`${two}.1`, { ...onWeb2, lastGoodMs: 31_500 })]),
      aSession(`${three}.1`, { user: three, homeServer: 'web-3' }),
    ]
  }).flat()
}

function loggedInAgain(user: number, index: number): SessionEnd {
  return aSession(`${user}.2`, {
    user,
    homeServer: index % 2 === 0 ? 'web-1' : 'web-3',
    loginInvokedMs: 12_000 + index,
    loginAtMs: 12_005 + index,
  })
}
