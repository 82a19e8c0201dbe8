import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { show } from './command.ts'
import { type Counts, judge, none, type Part } from './part.ts'

/** A project of vitest.config.ts. */
export function vitest(name: string, project: string): Part {
  return {
    name,
    run: async () => {
      const folder = await mkdtemp(join(tmpdir(), 'outlast-tests-'))
      try {
        const file = join(folder, 'results.json')
        const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
        const exitCode = await show('vitest', ['run', '--project', project, ...reporters])
        const results = await readFile(file, 'utf8').catch(() => undefined)
        return judge(results === undefined ? none : countVitest(JSON.parse(results)), exitCode)
      } finally {
        await rm(folder, { recursive: true })
      }
    },
  }
}

/** The part of vitest's JSON report that counts. */
export interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: { status: string; assertionResults: { status: string }[] }[]
}

/** A file that failed although none of its tests did, one that can't be imported say, is a failed test. */
export function countVitest(report: VitestReport): Counts {
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}
