/** What a page tells to do, in its order. */
export type Step =
  | { do: 'type'; command: string; shown: string[] }
  | { do: 'edit'; before: string; after: string }

/** The steps of a section of a page: what its blocks ```console and ```diff say. */
export function stepsOf(page: string, heading: string): Step[] {
  const [, rest = ''] = page.split(`## ${heading}\n`)
  const [section = ''] = rest.split('\n## ')
  return [...section.matchAll(/^```(console|diff)\n([\s\S]*?)^```$/gm)].flatMap(([, kind, text = '']) => {
    const lines = text.trimEnd().split('\n')
    return kind === 'diff' ? [editOf(lines)] : typedIn(lines)
  })
}

function editOf(lines: readonly string[]): Step {
  const those = (sign: string) =>
    lines.flatMap((line) => (line.startsWith(sign) ? [line.slice(1)] : [])).join('\n')
  return { do: 'edit', before: those('-'), after: those('+') }
}

function typedIn(lines: readonly string[]): Step[] {
  const commands: (Step & { do: 'type' })[] = []
  for (const line of lines) {
    if (line.startsWith('$ ')) commands.push({ do: 'type', command: line.slice(2), shown: [] })
    else commands.at(-1)?.shown.push(line)
  }
  return commands
}

/**
 * The first line that a page shows and a command did not print, in the page's order. A line may go on after what is
 * shown of it, columns may be wider; of what was measured, a number stands for any other but 0, which is 0.
 */
export function missingIn(printed: string, shown: readonly string[], { measured = false } = {}) {
  let rest = printed
  return shown.find((line) => {
    const found = patternOf(line, measured).exec(rest)
    if (found) rest = rest.slice(found.index + found[0].length)
    return !found
  })
}

function patternOf(line: string, measured: boolean): RegExp {
  const words = line
    .trim()
    .split(/\s+/)
    .map((word) => (measured && /^[1-9]\d*$/.test(word) ? '[1-9]\\d*' : escaped(word)))
  return new RegExp(`^[^\\S\\n]*${words.join('[^\\S\\n]+')}(?![\\w.])`, 'm')
}

const escaped = (word: string) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
