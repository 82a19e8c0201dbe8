import { Readable } from 'node:stream'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linesOf } from './lines.ts'

async function linesFrom(chunks: readonly Buffer[]): Promise<string[]> {
  const lines: string[] = []
  for await (const line of linesOf(Readable.from(chunks))) lines.push(line)
  return lines
}

test('lines come whole however they were cut, also within a letter', async () => {
  const line = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\n'))
  await fc.assert(
    fc.asyncProperty(fc.array(line), fc.array(fc.nat(200)), async (lines, cuts) => {
      const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''))
      const places = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length]
      const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end))
      expect(await linesFrom(chunks)).toEqual(lines)
    }),
  )
})

test.each<[string, string[], string[]]>([
  ['a last line without its end is a line', ['one\ntw', 'o'], ['one', 'two']],
  ['nothing is no line', [], []],
  ['an empty line is one', ['\n\n'], ['', '']],
  ['only a line feed ends a line', ['a\u2028b\rc\n'], ['a\u2028b\rc']],
])('%s', async (_rule, chunks, lines) => {
  expect(await linesFrom(chunks.map((chunk) => Buffer.from(chunk)))).toEqual(lines)
})

test('a line of ten megabytes in small pieces is one line', async () => {
  const piece = Buffer.alloc(16 * 1024, 'x')
  const [line] = await linesFrom([...Array(640).fill(piece), Buffer.from('\n')])
  expect(line).toHaveLength(640 * piece.length)
})
