/** What stands in a cell of a scenario's table: the value, and what must be known of it, in smaller letters. */
export interface Figure {
  value: string
  note?: string | undefined
}
