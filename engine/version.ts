import { readFileSync } from 'node:fs'

/** Outlast's own version, as package.json has it. */
export const outlastVersion: string = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
).version
