import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ExperimentData } from '../data.ts'
import { titleOf } from '../html/heading.ts'
import { page } from '../html/page.ts'
import { report } from '../html/report.ts'
import { replaceFile } from '../replace-file.ts'
import type { ExperimentResult } from '../result.ts'

const styleSheet = new URL('../html/report.css', import.meta.url)

/** `index.html`: the whole report in one file, which needs no script, no server and no network. */
export async function write(result: ExperimentResult, data: ExperimentData, folder: string): Promise<void> {
  const about = {
    title: `${titleOf(result)} · Outlast`,
    description: result.verdicts.map(({ headline }) => headline).join(' '),
    css: await readFile(styleSheet, 'utf8'),
  }
  await replaceFile(join(folder, 'index.html'), [page(about, report(result, data))])
}
