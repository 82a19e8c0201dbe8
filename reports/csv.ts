import { createArrayCsvStringifier } from 'csv-writer'
import { replaceFile } from './replace-file.ts'

/** A field of a row. */
export type Cell = string | number | null

/** Rows that are turned to text together, so that a file of a million rows is neither held whole nor slow. */
const rowsAtOnce = 1_000

/** Writes a CSV file (RFC 4180, line feeds, a header) as its rows come. An unknown value (null) is an empty field. */
export async function writeCsv(
  file: string,
  columns: readonly string[],
  rows: Iterable<Cell[]> | AsyncIterable<Cell[]>,
): Promise<void> {
  const csv = createArrayCsvStringifier({ header: [...columns] })
  async function* pieces() {
    yield csv.getHeaderString()
    let waiting: Cell[][] = []
    for await (const row of rows) {
      waiting.push(row)
      if (waiting.length < rowsAtOnce) continue
      yield csv.stringifyRecords(waiting)
      waiting = []
    }
    if (waiting.length > 0) yield csv.stringifyRecords(waiting)
  }
  await replaceFile(file, pieces())
}

/** The name of a column: `cpuSecondsPer1000Ok` → `cpu_seconds_per_1000_ok`, `p99Ms` → `p99_ms`. */
export function snakeCase(name: string): string {
  return name.replace(/(?<=[a-z\d])(?=[A-Z])|(?<=[a-z])(?=\d{3})/g, '_').toLowerCase()
}
