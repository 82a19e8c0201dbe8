import { expect, test } from 'vitest'
import { labelsOf, serviceOf } from './labels.ts'

test('a stack is found by its experiment and its trial: trials of different experiments have the same names', () => {
  expect(labelsOf({ experiment: 'x', trial: 'b1', project: 'outlast-x-b1' })).toEqual([
    'outlast.experiment=x',
    'outlast.trial=b1',
  ])
})

test.each([
  [{ 'com.docker.compose.service': 'web-1' }, 'web-1'],
  [{ 'com.docker.compose.service': 'web-1', 'outlast.service': 'web-4' }, 'web-4'],
  [{}, undefined],
  [undefined, undefined],
])('the service of a container with the labels %o is %s', (labels, service) => {
  expect(serviceOf(labels)).toBe(service)
})
