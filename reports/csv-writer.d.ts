/**
 * The part of csv-writer that is used. The package's own types are TypeScript sources that do not pass our
 * settings; `paths` in tsconfig.json puts this file in their place.
 */
export function createArrayCsvStringifier(options: { header: string[] }): {
  getHeaderString(): string
  stringifyRecords(records: (string | number | null)[][]): string
}
