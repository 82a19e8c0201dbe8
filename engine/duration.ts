/** A length of time as people write it: `500ms`, `20s`, `2m`, `1.5h`. */
export type Duration = `${number}${'ms' | 's' | 'm' | 'h'}`

const unitsMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const

/** Milliseconds, or undefined where the text is not a length of time. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text)
  if (!match) return undefined
  return Number(match[1]) * unitsMs[match[2] as keyof typeof unitsMs]
}

/** `90_000` → `90 s`, `1_500` → `1.5 s`, `300` → `300 ms`. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`
  if (ms < 120_000) return `${Math.round(ms / 100) / 10} s`
  return `${Math.round(ms / 6_000) / 10} min`
}
