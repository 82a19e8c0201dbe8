import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { JournalRecord } from '../engine/journal/records.ts'
import { renamed } from '../reports/testing/an-analysis.ts'
import { anExperiment, type ExperimentFolder } from '../reports/testing/an-experiment.ts'
import { autoscaledTrial } from '../reports/testing/autoscaled-trial.ts'
import { syntheticTrial } from '../reports/testing/synthetic-trial.ts'
import { writeReports } from '../reports/write-reports.ts'
import { findChromium } from '../set-up/chromium.mjs'

// The report as a reader has it: opened from a file, in a real browser.

const desk = { width: 1280, height: 900 }
const phone = { width: 390, height: 844 }
/** How long the browser is waited for: no busy machine needs that. */
const patienceMs = 120_000

/** Everything that the page asked for beside itself, and everything that the browser complained of. */
interface Seen {
  page: Page
  requests: string[]
  complaints: string[]
}

let browser: Browser
let ofTwo: ExperimentFolder
let ofMany: ExperimentFolder
let autoscaled: ExperimentFolder

beforeAll(async () => {
  const executablePath = findChromium()
  if (!executablePath) throw new Error('There is no Chromium: run "node set-up/set-up.mjs --for-tests".')
  // The sandbox of Chromium refuses to start for root. From a slow disk it takes its time.
  browser = await chromium.launch({ executablePath, chromiumSandbox: false, timeout: patienceMs })
  ofTwo = await reportOf(
    ...[1, 2].flatMap((block) => [
      syntheticTrial({ target: 'stateful-sticky', block, blocks: 2, position: 1 }),
      syntheticTrial({ target: 'stateless-redis', block, blocks: 2, position: 2 }),
    ]),
  )
  const names = Array.from({ length: 17 }, (_, index) => `stateless-middleware-number-${index}`)
  autoscaled = await reportOf(
    autoscaledTrial({ target: 'stateful-sticky', position: 1 }),
    autoscaledTrial({ target: 'stateless-redis', position: 2 }),
  )
  ofMany = await reportOf(...names.map((name) => renamed(syntheticTrial(), name)))
})

afterAll(async () => {
  await browser?.close()
  await ofTwo?.[Symbol.asyncDispose]()
  await ofMany?.[Symbol.asyncDispose]()
  await autoscaled?.[Symbol.asyncDispose]()
})

async function reportOf(...journals: JournalRecord[][]): Promise<ExperimentFolder> {
  const experiment = await anExperiment(...journals)
  await writeReports(experiment.folder)
  return experiment
}

async function open({ folder }: ExperimentFolder, options: BrowserContextOptions = {}): Promise<Seen> {
  const context = await browser.newContext({ viewport: desk, ...options })
  context.setDefaultTimeout(patienceMs)
  const page = await context.newPage()
  const seen: Seen = { page, requests: [], complaints: [] }
  page.on('request', (request) => seen.requests.push(request.url()))
  page.on('console', (message) => seen.complaints.push(message.text()))
  page.on('pageerror', (error) => seen.complaints.push(error.message))
  await page.goto(`file://${folder}/index.html`)
  return seen
}

const reports = [
  ['servers that follow the load', () => autoscaled, 'stateful-sticky and stateless-redis'],
  ['two targets', () => ofTwo, 'stateful-sticky and stateless-redis'],
  ['seventeen targets', () => ofMany, '17 architectures compared'],
] as const

describe.each(reports)('the report of %s', (_name, experiment, title) => {
  test('opens without a complaint and asks for nothing but itself', async () => {
    const { requests, complaints } = await open(experiment())
    expect(complaints).toEqual([])
    expect(requests.filter((url) => !url.startsWith('data:'))).toEqual([
      `file://${experiment().folder}/index.html`,
    ])
  })

  test('is all there without scripts', async () => {
    const { page } = await open(experiment(), { javaScriptEnabled: false })
    expect(await page.locator('h1').textContent()).toBe(title)
    expect(await page.locator('article.verdict h2').first().isVisible()).toBe(true)
    await page.locator('details.caveats summary').click()
    expect(await page.locator('details.caveats li').first().isVisible()).toBe(true)
    expect(await page.locator('svg.figure').first().isVisible()).toBe(true)
  })

  test.each([
    ['a phone', phone],
    ['a desk', desk],
  ])('does not scroll sideways on %s', async (_where, viewport) => {
    const { page } = await open(experiment(), { viewport })
    await openAll(page)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width)
  })

  test.each([
    ['a phone', phone],
    ['a desk', desk],
  ])('has no label on top of another on %s', async (_where, viewport) => {
    const { page } = await open(experiment(), { viewport })
    await openAll(page)
    expect(await overlaps(page)).toEqual([])
  })

  test('has its verdict on the first screen', async () => {
    const { page } = await open(experiment())
    const box = await page.locator('article.verdict h2').first().boundingBox()
    expect((box?.y ?? Number.POSITIVE_INFINITY) + (box?.height ?? 0)).toBeLessThan(desk.height)
  })
})

describe('the policy of the page', () => {
  test('runs no script that came in', async () => {
    const { page } = await open(ofTwo)
    await page.evaluate(`{
      const script = document.createElement('script')
      script.textContent = 'document.title = "taken over"'
      document.body.append(script)
    }`)
    expect(await page.title()).not.toBe('taken over')
  })

  test('loads nothing and applies no foreign style', async () => {
    const { page, complaints } = await open(ofTwo)
    await page.evaluate(`{
      const picture = new Image()
      picture.src = 'http://127.0.0.1:9/pixel.png'
      document.body.append(picture)
      document.body.setAttribute('style', 'display: none')
    }`)
    await expect
      .poll(() => complaints.some((text) => text.includes('pixel.png')), { timeout: patienceMs })
      .toBe(true)
    expect(complaints.every((text) => text.includes('Content Security Policy'))).toBe(true)
    expect(await page.locator('h1').isVisible()).toBe(true)
  })
})

test.each(['light', 'dark'] as const)('text stands out from the page in the %s', async (colorScheme) => {
  const { page } = await open(ofTwo, { colorScheme })
  for (const ink of ['--ink', '--soft', '--ok', '--not-ok', '--expected']) {
    expect(contrast(await colour(page, ink), await colour(page, '--paper')), ink).toBeGreaterThan(4.5)
  }
})

test('what is folded is there on paper', async () => {
  const { page } = await open(ofTwo)
  await page.emulateMedia({ media: 'print' })
  const box = await page.locator('details.caveats li').first().boundingBox()
  expect(box?.height).toBeGreaterThan(0)
})

test('paper is white, in the dark too', async () => {
  const { page } = await open(ofTwo, { colorScheme: 'dark' })
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)')
  expect(contrast(await colour(page, '--ink'), '#ffffff')).toBeGreaterThan(7)
})

async function openAll(page: Page): Promise<void> {
  await page.evaluate(`document.querySelectorAll('details').forEach((each) => { each.open = true })`)
}

/** Pairs of texts of one figure whose boxes overlap by more than the empty space above and below letters. */
async function overlaps(page: Page): Promise<string[]> {
  return await page.evaluate(`[...document.querySelectorAll('svg.figure')].flatMap((figure) => {
    const texts = [...figure.querySelectorAll('text')].map((text) => ({
      text: text.textContent,
      box: text.getBoundingClientRect(),
    }))
    const slack = 2.5
    return texts.flatMap((one, index) => texts.slice(index + 1)
      .filter((other) =>
        one.box.left < other.box.right - slack && other.box.left < one.box.right - slack &&
        one.box.top < other.box.bottom - slack && other.box.top < one.box.bottom - slack)
      .map((other) => figure.querySelector('title').textContent + ': ' + one.text + ' / ' + other.text))
  })`)
}

async function colour(page: Page, name: string): Promise<string> {
  return await page.evaluate(`getComputedStyle(document.documentElement).getPropertyValue('${name}')`)
}

/** WCAG 2.2, 1.4.3. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.trim().slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
