import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { show } from './command.ts'
import { judge, none, type Part } from './part.ts'

/** A project of vitest.config.ts. */
export function vitest(name: string, project: string): Part {
  return {
    name,
    run: async () => {
      const folder = await mkdtemp(join(tmpdir(), 'outlast-tests-'))
      try {
        const file = join(folder, 'outcome.json')
        const reporters = ['--reporter=default', '--reporter=./tests/parts/outcome-reporter.ts']
        const exitCode = await show('vitest', ['run', '--project', project, ...reporters], {
          env: { ...process.env, OUTLAST_TEST_OUTCOME: file },
        })
        const outcome = await readFile(file, 'utf8').catch(() => undefined)
        return judge(outcome === undefined ? none : JSON.parse(outcome), exitCode)
      } finally {
        await rm(folder, { recursive: true })
      }
    },
  }
}
