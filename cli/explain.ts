import { OutlastError } from '../engine/errors.ts'
import type { World } from './world.ts'

/** An error as the user reads it: what happened, then what to do about it. */
export function explain(error: unknown, env: World['env']): string {
  if (error instanceof OutlastError) return lines(error.message, error.hint, env, error)
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return lines(
    `This is a mistake in Outlast itself: ${what}`,
    'Please report it, with the command and what OUTLAST_DEBUG=1 prints.',
    env,
    error,
  )
}

const indent = ' '.repeat('outlast: '.length)

function lines(message: string, hint: string | undefined, env: World['env'], error: unknown): string {
  const text = [...message.split('\n'), ...(hint === undefined ? [] : hint.split('\n'))]
  const shown = `outlast: ${text.join(`\n${indent}`)}\n`
  return env.OUTLAST_DEBUG === '1' ? `${shown}${stackOf(error)}\n` : shown
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  const cause = error.cause === undefined ? '' : `\ncaused by ${stackOf(error.cause) || String(error.cause)}`
  return `${error.stack ?? error.message}${cause}`
}
