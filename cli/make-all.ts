import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a folder and those above it. Node's own way, `recursive`, never comes back from where none can be made, such as
 * /proc. Throws Node's error where it can't, and where a file is in the way.
 */
export function makeAll(path: string): void {
  if (existsSync(path)) {
    readdirSync(path)
    return
  }
  makeAll(dirname(path))
  mkdirSync(path)
}
