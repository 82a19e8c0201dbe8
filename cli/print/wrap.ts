/** Breaks a text at blanks, so that no line is longer than `columns` unless a word is. */
export function wrap(text: string, columns: number, indent = ''): string {
  const lines: string[] = []
  let line = indent
  for (const word of text.split(/\s+/).filter((each) => each !== '')) {
    if (line !== indent && line.length + 1 + word.length > columns) {
      lines.push(line)
      line = indent
    }
    line += line === indent ? word : ` ${word}`
  }
  return [...lines, line].join('\n')
}
