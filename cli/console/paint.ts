import { styleText } from 'node:util'
import type { Output, World } from '../world.ts'

type Format = Parameters<typeof styleText>[0]

/** Gives text a colour, or leaves it as it is. */
export type Paint = (format: Format, text: string) => string

/** No colours at all. */
export const plainText: Paint = (_, text) => text

/** Colours for a terminal, unless NO_COLOR or `--no-color` says no; FORCE_COLOR brings them anywhere. */
export function paintFor(output: Output, env: World['env'], { color }: { color: boolean }): Paint {
  return color && wantsColor(output, env)
    ? (format, text) => styleText(format, text, { validateStream: false })
    : plainText
}

/** What the output and its environment want, as long as `--no-color` does not say no. */
export function wantsColor(output: Output, env: World['env']): boolean {
  if (env.NO_COLOR) return false
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false'
  return output.isTTY === true && env.TERM !== 'dumb'
}
