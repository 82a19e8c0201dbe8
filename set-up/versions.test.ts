import { expect, test } from 'vitest'
import { isVersion2OrLater } from './compose.mjs'
import { isGoAtLeast } from './go.mjs'
import { whatDiffers } from './node-modules.mjs'

test.each([
  ['2.26.1-4', true],
  ['v2.40.0', true],
  ['5.0.1\n', true],
  ['1.29.2', false],
  ['', false],
  ['unknown', false],
])('compose %j: version 2 or later is %s', (version, expected) => {
  expect(isVersion2OrLater(version)).toBe(expected)
})

test.each([
  ['go1.26.8', true],
  ['go1.27', true],
  ['go2.0', true],
  ['go1.25.9', false],
  ['go1.9', false],
  ['devel', false],
  ['', false],
])('Go %j: new enough is %s', (version, expected) => {
  expect(isGoAtLeast(version, [1, 26])).toBe(expected)
})

const wanted = {
  '': { version: '0.1.0' },
  'node_modules/zod': { version: '4.0.0', integrity: 'sha512-a' },
  'node_modules/fsevents': { version: '2.0.0', optional: true },
  'node_modules/@outlast/web': { link: true },
}
const zod = wanted['node_modules/zod']

test.each([
  ['nothing is installed', undefined, 'they are not installed'],
  ['all is', { 'node_modules/zod': zod }, undefined],
  ['a package is missing', {}, 'zod is missing'],
  ['a version differs', { 'node_modules/zod': { ...zod, version: '3.9.0' } }, 'zod is not version 4.0.0'],
  [
    'the content differs',
    { 'node_modules/zod': { ...zod, integrity: 'sha512-b' } },
    'zod is not version 4.0.0',
  ],
])('when %s, node modules differ by: %s', (_what, installed, difference) => {
  expect(whatDiffers(wanted, installed)).toBe(difference)
})
