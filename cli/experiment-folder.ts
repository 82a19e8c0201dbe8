import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { InputError } from '../engine/errors.ts'
import type { ExperimentPlan } from '../engine/plan.ts'
import { codeOf, whyNot } from './file-errors.ts'
import { makeAll } from './make-all.ts'

const results = 'results'

/** Where the results of an experiment go. */
export interface ExperimentFolder {
  path: string
  /** Takes the folder away again if nothing was put into it; false when something was. */
  discardIfEmpty(): boolean
  /** Makes `results/latest` point to it; does nothing for a folder of the user's choice. Throws an InputError. */
  callLatest(): void
}

/**
 * A folder of this experiment's own, made now. Throws an InputError when `out` holds something already, or when it
 * can't be written.
 */
export function createFolder(
  plan: ExperimentPlan,
  { out, cwd, nowMs }: { out: string | undefined; cwd: string; nowMs: number },
): ExperimentFolder {
  const isOfUser = out !== undefined && existsSync(resolve(cwd, out))
  const path =
    out === undefined ? makeNew(join(cwd, results), nameOf(plan, nowMs)) : makeOrTake(resolve(cwd, out))
  return {
    path,
    discardIfEmpty() {
      if (!isEmpty(path)) return false
      if (!isOfUser) removeEmpty(path)
      return true
    },
    callLatest: () => {
      if (out === undefined) pointTo(path)
    },
  }
}

/** `2026-01-31T101500Z-kill-server`; with three scenarios or more, how many there are. */
export function nameOf({ scenarios }: Pick<ExperimentPlan, 'scenarios'>, nowMs: number): string {
  const instant = new Date(nowMs).toISOString().replace(/\.\d+/, '').replaceAll(':', '')
  const names = scenarios.map(({ name }) => name)
  return `${instant}-${names.length > 2 ? `${names.length}-scenarios` : names.join('-')}`
}

/** Two experiments may begin in the same second. */
function makeNew(parent: string, name: string): string {
  for (let attempt = 1; ; attempt++) {
    const path = join(parent, attempt === 1 ? name : `${name}-${attempt}`)
    try {
      makeAll(parent)
      mkdirSync(path)
      return path
    } catch (cause) {
      if (codeOf(cause) !== 'EEXIST' || attempt === 100) throw cannotWrite(path, cause)
    }
  }
}

function makeOrTake(path: string): string {
  try {
    makeAll(path)
    accessSync(path, constants.W_OK)
    if (isEmpty(path)) return path
  } catch (cause) {
    throw cannotWrite(path, cause)
  }
  throw new InputError(`The folder ${path} is not empty.`, {
    hint: 'Outlast never overwrites results: name a new or an empty folder with --out.',
  })
}

function removeEmpty(path: string): void {
  try {
    rmdirSync(path)
  } catch (cause) {
    if (codeOf(cause) !== 'ENOENT') throw cannotWrite(path, cause)
  }
}

const isEmpty = (path: string) => !existsSync(path) || readdirSync(path).length === 0

function pointTo(path: string): void {
  const latest = join(dirname(path), 'latest')
  const fresh = join(dirname(path), `.latest-${basename(path)}`)
  try {
    symlinkSync(basename(path), fresh)
    renameSync(fresh, latest)
  } catch (cause) {
    rmSync(fresh, { force: true })
    // Windows lets only some users make links, and some file systems know none; the report is there without it.
    if (noLinks.includes(codeOf(cause))) return
    throw new InputError(`${latest} can't be made to point to the newest experiment: ${whyNot(cause)}.`, {
      hint: 'Move away what is there.',
      cause,
    })
  }
}

const noLinks = ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP']

function cannotWrite(path: string, cause: unknown): InputError {
  return new InputError(`The folder ${path} can't be written: ${whyNot(cause)}.`, {
    hint: 'Choose another folder with --out.',
    cause,
  })
}
