import { createArrayCsvStringifier } from 'csv-writer'
import { replaceFile } from './replace-file.ts'

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
