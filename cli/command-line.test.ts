import { expect, test } from 'vitest'
import { commandLine } from './command-line.ts'

test.each([
  [['run', 'shared', '--scenario', './mine.ts'], 'outlast run shared --scenario ./mine.ts'],
  [['report', 'my results'], "outlast report 'my results'"],
  [['report', "it's"], "outlast report 'it'\\''s'"],
  [['report', ''], "outlast report ''"],
  [['report', '$HOME'], "outlast report '$HOME'"],
])('%j can be typed as %s', (argv, line) => {
  expect(commandLine(argv)).toBe(line)
})
