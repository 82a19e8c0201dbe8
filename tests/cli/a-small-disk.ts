import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface ASmallDisk extends AsyncDisposable {
  folder: string
  /** What a command must run within, so that the folder can hold no more than a few KB. */
  within: string
}

/** A folder that is soon full: a small file system where we may mount one, else a limit on the size of files. */
export async function aSmallDisk(): Promise<ASmallDisk> {
  const folder = await mkdtemp(join(tmpdir(), 'outlast-small-disk-'))
  const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'outlast-test', folder]).then(
    () => true,
    () => false,
  )
  return {
    folder,
    within: mounted ? 'exec "$@"' : 'trap \'\' XFSZ; ulimit -f 8; exec "$@"',
    async [Symbol.asyncDispose]() {
      if (mounted) await run('umount', [folder])
      await rm(folder, { recursive: true })
    },
  }
}
