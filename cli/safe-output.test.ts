import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { writeSafely } from './safe-output.ts'

/** A stream whose writing fails so. */
function aStreamThat(fails: NodeJS.ErrnoException | undefined): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done(fails), autoDestroy: false })
}

const error = (code: string) => Object.assign(new Error(code), { code })

test('what was written without trouble is flushed without an error', async () => {
  const output = writeSafely(aStreamThat(undefined))
  output.write('text')
  expect(await output.flushed()).toBeUndefined()
})

test('a reader that has left is no error', async () => {
  const output = writeSafely(aStreamThat(error('EPIPE')))
  output.write('text')
  expect(await output.flushed()).toBeUndefined()
})

test('a full disk is', async () => {
  const output = writeSafely(aStreamThat(error('ENOSPC')))
  output.write('text')
  expect(await output.flushed()).toMatchObject({ code: 'ENOSPC' })
})

test.each([
  [undefined, 100],
  [0, 100],
  [72, 72],
])('a stream of %s columns is written %d wide', (columns, width) => {
  expect(
    writeSafely(Object.assign(aStreamThat(undefined), columns === undefined ? {} : { columns })).columns,
  ).toBe(width)
})
