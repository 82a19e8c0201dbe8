import { join } from 'node:path'
import { jsonLine } from './console/ndjson.ts'
import { paintFor } from './console/paint.ts'
import type { Findings } from './findings.ts'
import { findingsAsText } from './print/findings-text.ts'
import type { World } from './world.ts'

interface Report {
  result: Findings
  /** Absolute, so that the path printed means the same from everywhere. */
  folder: string
  options: { json?: true; color: boolean }
}

/** What was found, on standard output; its last line is the path of the report, with `--json` as an event. */
export function printReport({ result, folder, options }: Report, { stdout, env, clock }: World): void {
  const path = join(folder, 'index.html')
  if (options.json) {
    const { status } = result.experiment
    stdout.write(
      jsonLine({ at: clock.now(), type: 'report', path, result: join(folder, 'result.json'), status }),
    )
    return
  }
  const paint = paintFor(stdout, env, options)
  stdout.write(`${findingsAsText(result, { paint, columns: stdout.columns ?? 100 })}\n${path}\n`)
}
