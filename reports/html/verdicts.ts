import { plural } from '../format.ts'
import type { ExperimentResult, Summary } from '../result.ts'
import { type Child, h, type Markup } from './node.ts'

type Verdict = ExperimentResult['verdicts'][number]

/** More sentences than this, and the rest is folded away. */
const shownSentences = 6
const namedTargets = 4

/** The answer to each scenario's question, in plain words. */
export function verdicts({ verdicts: all, summaries, targets }: ExperimentResult): Markup {
  const names = targets.map(({ name }) => name)
  return h(
    'section',
    { class: all.length > 1 ? 'verdicts several' : 'verdicts', 'aria-label': 'Verdict' },
    all.map((each) => {
      const own = summaries.filter(({ scenario }) => scenario === each.scenario)
      return verdict(each, own, names)
    }),
  )
}

function verdict(
  { question, headline, sentences }: Verdict,
  summaries: readonly Summary[],
  names: readonly string[],
): Markup {
  const short = summaries.length > namedTargets ? headlineOfMany(summaries) : null
  const all = [...(short ? [headline] : []), ...sentences]
  const shown = short ? [] : all.slice(0, shownSentences)
  const rest = all.slice(shown.length)
  const paragraph = (sentence: string) => h('p', {}, withName(sentence, names))
  return h(
    'article',
    { class: 'verdict' },
    h('p', { class: 'question' }, question),
    h('h2', {}, short ?? headline),
    h(
      'div',
      {},
      shown.map(paragraph),
      rest.length > 0
        ? h(
            'details',
            {},
            h('summary', {}, short ? 'Each target in words' : plural(rest.length, 'more sentence')),
            rest.map(paragraph),
          )
        : null,
    ),
  )
}

/** Where a list of all would be no headline. */
function headlineOfMany(summaries: readonly Summary[]): string | null {
  const known = summaries.flatMap(({ metrics }) => {
    const signedOut = metrics.usersSignedOut?.mean ?? null
    const lost = metrics.sessionsLost?.mean ?? null
    return signedOut === null || lost === null ? [] : [{ signedOut, lost }]
  })
  if (known.length === 0) return null
  const unharmed = known.filter(({ signedOut, lost }) => signedOut === 0 && lost === 0).length
  const harmed = known.map(({ signedOut }) => signedOut).filter((signedOut) => signedOut > 0)
  const unknown = summaries.length - known.length
  const show = (value: number) => String(Math.round(value))
  const range = [Math.min(...harmed), Math.max(...harmed)].map(show)
  return [
    `${unharmed} of ${known.length} architectures signed nobody out and lost no session`,
    harmed.length === 0
      ? ''
      : `; ${harmed.length} signed out ${range[0] === range[1] ? range[0] : `between ${range[0]} and ${range[1]}`} users`,
    unknown === 0 ? '.' : `. Of ${unknown} it is not known.`,
  ].join('')
}

/** The target that a sentence is about stands out. */
function withName(sentence: string, names: readonly string[]): Child {
  const name = names.find((each) => sentence.startsWith(`${each}: `))
  return name ? [h('strong', {}, name), sentence.slice(name.length)] : sentence
}
