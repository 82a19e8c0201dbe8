import { mostNamed } from '../../reports/headline.ts'
import type { Summary } from '../../reports/result.ts'
import { notTriedSentence, wasSkipped } from '../../reports/table/standings.ts'
import type { Paint } from '../console/paint.ts'
import type { Findings } from '../findings.ts'
import { type Column, columns } from './columns.ts'
import { table } from './table.ts'
import { wrap } from './wrap.ts'

interface Look {
  paint: Paint
  columns: number
}

type Verdict = Findings['verdicts'][number]

/** What an experiment found, as one reads it in a terminal: what limits it first, then each scenario. */
export function findingsAsText(result: Findings, look: Look): string {
  return [
    ...caveats(result, look),
    ...result.verdicts.flatMap((verdict) => scenario(verdict, result, look)),
  ].join('\n')
}

function caveats({ experiment }: Findings, { paint, columns }: Look): string[] {
  const lines = experiment.caveats.map((line) =>
    paint('yellow', `! ${wrap(line, lineWidth(columns), '  ').trimStart()}`),
  )
  return lines.length === 0 ? [] : [...lines, '']
}

function scenario(verdict: Verdict, { summaries }: Findings, look: Look): string[] {
  const { paint } = look
  const rows = summaries.filter((each) => each.scenario === verdict.scenario && !wasSkipped(each))
  const notTried = notTriedSentence(summaries, verdict.scenario)
  const all = verdict.sentences.filter((each) => each !== verdict.headline)
  // The table says what each of many targets did; in words that would be pages.
  const sentences = rows.length > mostNamed ? all.slice(0, 1) : all
  const width = lineWidth(look.columns)
  return [
    paint('bold', verdict.title),
    paint('dim', verdict.question),
    '',
    ...(rows.length === 0 ? [] : tableOf(rows, look)),
    ...(notTried ? [paint('dim', wrap(notTried, width, '  '))] : []),
    '',
    paint('bold', wrap(verdict.headline, width, '  ')),
    ...sentences.map((each) => wrap(each, width, '  ')),
    '',
  ]
}

function tableOf(rows: readonly Summary[], look: Look): string[] {
  const shown = columns.filter(({ cell }) => rows.some((row) => cell(row) !== undefined))
  const [head = '', ...body] = fitting(shown, rows, look.columns)
  return [look.paint('dim', head), ...body]
}

/** A table that is no wider than the terminal, as long as there is a column that can be left out. */
function fitting(shown: readonly Column[], rows: readonly Summary[], width: number): string[] {
  const cells = rows.map((row) => shown.map(({ cell }) => cell(row) ?? '–'))
  const lines = table([shown.map(({ title }) => title), ...cells], '  ')
  const rank = Math.max(...shown.map(({ dispensable = 0 }) => dispensable))
  if (rank === 0 || lines.every((line) => line.length <= width)) return lines
  const narrower = shown.filter(({ dispensable = 0 }) => dispensable < rank)
  return fitting(narrower, rows, width)
}

/** Long lines are hard to read, however wide the terminal is. */
const lineWidth = (columns: number) => Math.min(columns, 100)
