import { plural } from '../format.ts'
import { mostNamed } from '../headline.ts'
import type { ExperimentResult } from '../result.ts'
import { type Child, h, type Markup } from './node.ts'
import { folded } from './table.ts'

type Verdict = ExperimentResult['verdicts'][number]

/** More sentences than this, and the rest is folded away. */
const shownSentences = 6

/** The answer to each scenario's question, in plain words. */
export function verdicts({ verdicts: all, summaries, targets }: ExperimentResult): Markup {
  const names = targets.map(({ name }) => name)
  return h(
    'section',
    { class: all.length > 1 ? 'verdicts several' : 'verdicts', 'aria-label': 'Verdict' },
    all.map((each) => {
      const own = summaries.filter(({ scenario }) => scenario === each.scenario)
      return verdict(each, own.length, names)
    }),
  )
}

function verdict(
  { question, headline, sentences }: Verdict,
  targets: number,
  names: readonly string[],
): Markup {
  const areMany = targets > mostNamed
  const shown = areMany ? [] : sentences.slice(0, shownSentences)
  const rest = sentences.slice(shown.length)
  const paragraph = (sentence: string) => h('p', {}, withName(sentence, names))
  return h(
    'article',
    { class: 'verdict' },
    h('p', { class: 'question' }, question),
    h('h2', {}, headline),
    h(
      'div',
      {},
      shown.map(paragraph),
      rest.length > 0
        ? folded(areMany ? 'Each target in words' : plural(rest.length, 'more sentence'), rest.map(paragraph))
        : null,
    ),
  )
}

/** The target that a sentence is about stands out. */
function withName(sentence: string, names: readonly string[]): Child {
  const name = names.find((each) => sentence.startsWith(`${each}: `))
  return name ? [h('strong', {}, name), sentence.slice(name.length)] : sentence
}
