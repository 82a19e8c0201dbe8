import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'

// The rules of this code base that no linter knows. Each failure names file, line and what to do instead.

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && existsSync(file))
const textOf = (file: string) => readFileSync(file, 'utf8')
const isTest = (file: string) => /\.(test|conformance)\.ts$|(^|\/)testing\//.test(file)
const sources = files.filter((file) => /\.(ts|mts|mjs)$/.test(file) && !file.endsWith('.d.ts'))
const production = sources.filter((file) => !isTest(file) && !/^(tests|bench)\//.test(file))

/** Lines that match, as `file:line: text`. */
function linesWith(pattern: RegExp, among: readonly string[]): string[] {
  return among.flatMap((file) =>
    textOf(file)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
  )
}

describe('imports point one way', () => {
  const allowed: [folder: RegExp, imports: RegExp, rule: string][] = [
    [/^cli\//, /^(cli\/|engine\/|reports\/|package\.json$)/, 'cli imports engine and reports'],
    [
      /^reports\//,
      /^(reports\/|engine\/(journal\/|errors\.ts))/,
      'reports import the journal and the errors of the engine',
    ],
    [
      /^engine\/reaper\//,
      /^engine\/reaper\//,
      'the reaper imports nothing: it runs in a container of its own',
    ],
    [/^engine\//, /^(engine\/|traffic\/plan\.ts$)/, 'the engine imports neither cli nor reports'],
    [
      /^scenarios\//,
      /^engine\/(authoring\.ts|define-scenario\.ts|rate\.ts|faults\/)/,
      'a scenario imports defineScenario, shapes of the rate and faults',
    ],
    [/^targets\/[^/]+$/, /^engine\/(authoring|define-target)\.ts$/, 'a target imports defineTarget'],
    [
      /^targets\/web\//,
      /^targets\/web\//,
      'the web server imports nothing of Outlast: it runs in a container of its own',
    ],
    [/^traffic\//, /^traffic\//, 'the traffic imports nothing of Outlast: it runs in a container of its own'],
    [/^set-up\//, /^set-up\//, 'set-up imports nothing: it runs before anything is installed'],
  ]
  test.each(allowed)('from %s only to %s', (folder, imports, rule) => {
    const first = (file: string) => allowed.find(([pattern]) => pattern.test(file))?.[0]
    const wrong = production
      .filter((file) => first(file) === folder)
      .flatMap((file) =>
        [...textOf(file).matchAll(/(?:from|import)\s*\(?'(\.{1,2}\/[^']+)'/g)]
          .map(([, path = '']) => normalize(join(dirname(file), path)))
          .filter((target) => !imports.test(target))
          .map((target) => `${file} imports ${target}: ${rule}`),
      )
    expect(wrong).toEqual([])
  })
})

describe('banned calls', () => {
  const besides = (pattern: RegExp) => production.filter((file) => !pattern.test(file))
  const programs =
    /^(cli|set-up|tests)\/|^targets\/web\/(main|middleware|ask-store)|^engine\/reaper\/reaper\.ts$|\.config\.ts$/
  test.each<[what: string, pattern: RegExp, among: readonly string[], instead: string]>([
    [
      'Date.now()',
      /\bDate\.now\(/,
      besides(/^set-up\/|^cli\/bin|^engine\/clock\.ts$/),
      'take the time from the clock',
    ],
    ['Math.random()', /\bMath\.random\(/, production, 'draw from the seed: engine/random.ts'],
    ['console', /\bconsole\.\w+\(/, besides(programs), 'emit an event: the console is the command’s'],
    [
      'the process',
      /\bprocess\.(exit|argv|stdout|stderr|stdin|on|once)\b/,
      besides(programs),
      'take it as an argument',
    ],
    [
      'a default export',
      /^export default/,
      besides(/^(scenarios|targets)\/[^/]+$|\.config\.ts$|^cli\/(commands|templates)\/|^traffic\/users\.ts$/),
      'name it',
    ],
  ])('%s', (_what, pattern, among, instead) => {
    expect(linesWith(pattern, among), instead).toEqual([])
  })

  test.each([
    ['test.skip, .only, .todo', /\b(?:it|test|describe)\.(?:skip|only|todo)\(|\bt\.Skip\(/],
    ['work left to do', new RegExp('\\b(?:TO' + 'DO|FIX' + 'ME|X' + 'XX)\\b')],
    ['a path of one machine', new RegExp('/(?:wo' + 'rk|fa' + 'rm)/|\\.\\./sha' + 'red')],
  ])('%s', (_what, pattern) => {
    const own = sources.concat(files.filter((file) => /\.(go|yml|md)$|Dockerfile/.test(file)))
    expect(
      linesWith(
        pattern,
        own.filter((file) => file !== 'tests/tidy.test.ts'),
      ),
    ).toEqual([])
  })
})

describe('what lies in a folder is found by its name', () => {
  test.each([
    'targets',
    'scenarios',
    'engine/faults',
    'cli/commands',
    'reports/formats',
    'targets/web/sessions',
  ])('%s/: names of small letters, numbers and hyphens', (folder) => {
    const names = files.filter((file) => dirname(file) === folder && file.endsWith('.ts'))
    expect(names.length).toBeGreaterThan(0)
    expect(names.filter((file) => !/\/[a-z0-9-]+(\.test|\.conformance)?\.ts$/.test(file))).toEqual([])
  })
})

describe('the documentation', () => {
  const pages = files.filter((file) => file.endsWith('.md'))

  test('has no dead link', () => {
    const dead = pages.flatMap((page) =>
      [...textOf(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)/g)]
        .map(([, link = '']) => normalize(join(dirname(page), link)))
        .filter((link) => !existsSync(link))
        .map((link) => `${page} links to ${link}`),
    )
    expect(dead).toEqual([])
  })

  test('names every variable that points at another image, in docs/targets.md and where they are used', () => {
    const compose = textOf('docker-compose.yml')
    const head = compose.slice(0, compose.indexOf('\nname:'))
    const variables = new Set(compose.match(/OUTLAST_[A-Z]+_IMAGE/g))
    const unnamed = (text: string) => [...variables].filter((variable) => !text.includes(variable))
    expect(unnamed(head)).toEqual([])
    expect(unnamed(textOf('docs/targets.md'))).toEqual([])
  })

  test.each([
    ['targets', 'docs/targets.md'],
    ['scenarios', 'docs/scenarios.md'],
  ])('names every file of %s/ in %s', (folder, page) => {
    const names = files
      .filter((file) => dirname(file) === folder && file.endsWith('.ts') && !isTest(file))
      .map((file) => file.slice(folder.length + 1, -3))
    const text = existsSync(page) ? textOf(page) : ''
    expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([])
  })
})
