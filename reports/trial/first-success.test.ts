import { describe, expect, test } from 'vitest'
import { aRecovery } from '../testing/a-trial.ts'
import { aLostSession, aSession } from '../testing/synthetic-sessions.ts'
import type { RecoveryResult } from '../trial-result.ts'
import { FirstSuccess } from './first-success.ts'

const from = (fault: string, onsetAtMs: number) => aRecovery({ fault, onsetAtMs })

const login = (user: number, loginInvokedMs: number) =>
  aSession(`${user}.2`, { user, loginInvokedMs, loginAtMs: loginInvokedMs + 5 })

function firstSuccess(recovery: RecoveryResult[], add: (found: FirstSuccess) => void) {
  const found = new FirstSuccess(recovery)
  add(found)
  return found.applyTo(recovery).map(({ firstSuccessMs }) => firstSuccessMs)
}

describe('the first success after a fault', () => {
  test('is the first login of a user whom it signed out, in whatever order sessions come', () => {
    const found = firstSuccess([from('f1', 10_000)], (all) => {
      all.add(login(1, 13_000), undefined)
      all.add(aLostSession('1.1', { user: 1 }), 'f1')
      all.add(aLostSession('2.1', { user: 2 }), 'f1')
      all.add(login(2, 12_000), undefined)
    })
    expect(found).toEqual([2_000])
  })

  test('is not the login of a user whom it left alone', () => {
    const found = firstSuccess([from('f1', 10_000)], (all) => {
      all.add(aLostSession('1.1', { user: 1 }), 'f1')
      all.add(login(7, 11_000), undefined)
    })
    expect(found).toEqual([null])
  })

  test('of a later fault is not a login from before it', () => {
    const found = firstSuccess([from('f1', 10_000), from('f2', 20_000)], (all) => {
      all.add(aLostSession('1.1', { user: 1 }), 'f1')
      all.add(aLostSession('1.2', { user: 1, loginInvokedMs: 12_000 }), 'f2')
      all.add(login(1, 21_500), undefined)
    })
    expect(found).toEqual([2_000, 1_500])
  })
})
