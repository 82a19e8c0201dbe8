/** A command line as one would type it: words with blanks or signs of a shell's are quoted. */
export function commandLine(argv: readonly string[]): string {
  return ['outlast', ...argv.map(quote)].join(' ')
}

function quote(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
