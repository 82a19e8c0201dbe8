import { expect, test } from 'vitest'
import { render } from '../html/node.ts'
import { anAnalysis, cutOff } from '../testing/an-analysis.ts'
import { autoscaledTrial, autoscaler, movingRate } from '../testing/autoscaled-trial.ts'
import { syntheticTrial } from '../testing/synthetic-trial.ts'
import { dots } from './dots.ts'
import { elasticityScales, serversAgainstLoad } from './servers-against-load.ts'
import { lowestShare, survival } from './survival.ts'
import { timeline, timelineScales } from './timeline.ts'

// The pictures lie in snapshots/, to be looked at; a change of one is seen in the diff.

const durationMs = 30_000

async function theTrial(records = syntheticTrial()) {
  const { result, data } = await anAnalysis(records)
  const [trial] = result.trials
  const [series] = data.trials
  if (!trial || !series) throw new Error('The experiment has no trial.')
  return { id: 'one', trial, data: series, others: [] }
}

type Pictured = Awaited<ReturnType<typeof theTrial>>
const timelineOf = (of: Pictured) =>
  render(timeline({ ...of, scales: timelineScales([of.trial], [of.data], durationMs) }))
const survivalOf = (of: Pictured) =>
  render(survival({ ...of, scales: { durationMs, lowest: lowestShare([of]) } }))

const serversOf = (of: Pictured) => {
  const shape = { durationMs, rate: movingRate, limits: autoscaler }
  const scales = elasticityScales([of.trial], [of.data], shape)
  return render(serversAgainstLoad({ ...of, scales }))
}

const asPicture = (svg: string) => `${svg.replaceAll(/(?=<(?!\/))/g, '\n').trim()}\n`

test('the timeline of a kill', async () => {
  await expect(asPicture(timelineOf(await theTrial()))).toMatchFileSnapshot('snapshots/timeline.svg')
})

test('the survival of sessions after a kill', async () => {
  await expect(asPicture(survivalOf(await theTrial()))).toMatchFileSnapshot('snapshots/survival.svg')
})

test('the servers against the load', async () => {
  const of = await theTrial(autoscaledTrial())
  await expect(asPicture(serversOf(of))).toMatchFileSnapshot('snapshots/servers-against-load.svg')
})

test('servers against a load say in words what they show', async () => {
  const svg = serversOf(await theTrial(autoscaledTrial()))
  expect(svg).toMatch(/2 to 3 servers were up\. There were too few for 23\.2\s% of the time/)
  expect(svg).toContain('>− web-2<')
  expect(svg).toContain('>+ web-4<')
})

test('a demand that is not known is not drawn, and said', async () => {
  const svg = serversOf(await theTrial(autoscaledTrial({ calibrated: false })))
  expect(svg).toContain('<path class="demanded" d=""/>')
  expect(svg).toContain('how much the servers can take was not measured')
})

test('a timeline says in words what it shows', async () => {
  const svg = timelineOf(await theTrial())
  expect(svg).toContain('role="img" aria-labelledby="one-title one-description"')
  expect(svg).toMatch(/<desc id="one-description">kill one of web \(web-2\): confirmed\. Availability/)
})

test('each way of not being right that occurred has a lane and its number', async () => {
  const svg = timelineOf(await theTrial())
  const lanes = [...svg.matchAll(/class="lane-name"[^>]*>([^<]+)</g)].map(([, name]) => name)
  expect(lanes).toEqual(['signed out 100', 'reset 90', 'timed out 10'])
  expect(svg).toContain('not right, by kind: at most 100 a second')
  expect(svg).toContain('Operations not right: signed out 100, reset 90, timed out 10.')
})

test('where every operation was right there are no lanes for what was not', async () => {
  const records = syntheticTrial({ target: 'stateless-redis' })
  const { trial, data, ...rest } = await theTrial(records)
  const seconds = data.seconds.filter(({ ok, scheduled }) => ok === scheduled)
  const svg = timelineOf({ ...rest, trial, data: { ...data, seconds } })
  expect(svg).not.toContain('not right, by kind')
  expect(svg).toContain('Every operation was right in time.')
})

test('a kind that only another trial knew keeps its lane, empty', async () => {
  const [sticky, redis] = [await theTrial(), await theTrial(syntheticTrial({ target: 'stateless-redis' }))]
  const scales = timelineScales([sticky.trial, redis.trial], [sticky.data, redis.data], durationMs)
  const svg = render(timeline({ ...redis, scales }))
  const lanes = [...svg.matchAll(/class="lane-name"[^>]*>([^<]+)</g)].map(([, name]) => name)
  expect(lanes).toEqual(['signed out 0', 'reset 10', 'timed out 0'])
})

test('another block is drawn faintly', async () => {
  const trial = await theTrial()
  expect(timelineOf({ ...trial, others: [] })).not.toContain('faint')
  const others = [trial.data]
  expect(
    render(timeline({ ...trial, others, scales: timelineScales([trial.trial], others, durationMs) })),
  ).toContain('class="ok faint"')
})

test('without a census it is said that nothing is known of the sessions', async () => {
  const svg = survivalOf(await theTrial(cutOff(syntheticTrial())))
  expect(svg).toContain('Not known: no census was taken.')
  expect(svg).toContain('It is not known who was still signed in.')
  expect(svg).toContain('<path class="signed-in" d=""/>')
})

test('a second without a frame is a gap, not a second without operations', async () => {
  const whole = syntheticTrial()
  const withGap = whole.filter(
    (record) => !(record.type === 'frame' && !record.final && record.sequence > 4 && record.sequence < 8),
  )
  const ok = (svg: string) => /<path class="ok" d="([^"]*)"/.exec(svg)?.[1] ?? ''
  expect(ok(timelineOf(await theTrial(whole))).match(/M/g)).toHaveLength(1)
  expect(ok(timelineOf(await theTrial(withGap))).match(/M/g)).toHaveLength(2)
})

test('a second that is known holds to its end, however little is known around it', async () => {
  const only = syntheticTrial().filter(
    (record) => !(record.type === 'frame' && !record.final && record.sequence !== 4),
  )
  const { trial, data, ...rest } = await theTrial(only)
  const svg = timelineOf({ trial, data, ...rest })
  const width = (414 - 42) / 30
  const places = [...(/<path class="ok" d="([^"]*)"/.exec(svg)?.[1] ?? '').matchAll(/[ML]([\d.]+),/g)]
  expect(Number(places.at(0)?.[1])).toBeCloseTo(42 + 4 * width)
  expect(Number(places.at(-1)?.[1])).toBeCloseTo(42 + 5 * width)
})

test('the axis of survival is not stretched by what is not drawn', async () => {
  const trial = await theTrial()
  const { survival: curves } = trial.data
  if (!curves) throw new Error('The trial has no census.')
  const unlucky = { ...curves, lostEarliest: [{ atMs: 5, share: 0, atRisk: 1 }] }
  expect(lowestShare([{ ...trial, others: [{ ...trial.data, survival: unlucky }] }])).toBe(
    lowestShare([trial]),
  )
})

test('every block is a dot; of a target without a number it says so', () => {
  const values = [3, 5].map((value, index) => ({ trial: `b${index}`, block: index, value }))
  const svg = render(
    dots({
      id: 'lost',
      title: 'sessions lost',
      unit: 'count',
      rows: [
        { name: 'one', spread: { values, mean: 4, min: 3, max: 5, interval: null } },
        { name: 'other', spread: undefined },
      ],
    }),
  )
  expect(svg.match(/class="dot"/g)).toHaveLength(2)
  expect(svg.match(/class="mean"/g)).toHaveLength(1)
  expect(svg).toContain('>not known</text>')
  expect(svg).toContain('one: 3, 5. other: no valid trial.')
})

test.each([
  ['nobody was signed out', 'count', 0, ['0', '1']],
  ['all operations were right', 'share', 1, ['99 %', '99.5 %', '100 %']],
] as const)('where %s, the axis names what there can be', (_what, unit, value, named) => {
  const values = [{ trial: 'b1', block: 1, value }]
  const spread = { values, mean: value, min: value, max: value, interval: null }
  const svg = render(dots({ id: 'one', title: 'one', unit, rows: [{ name: 'one', spread }] }))
  expect([...svg.matchAll(/class="tick"[^>]*>([^<]+)</g)].map(([, label]) => label)).toEqual(named)
})
