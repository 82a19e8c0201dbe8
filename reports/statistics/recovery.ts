/** Operations scheduled in one second, those excluded left out, and how many of them were right within the limit. */
export interface Window {
  operations: number
  good: number
}

/** So many windows in a row must be in the band. */
const windowsToBeBack = 5

/** What share of operations is good, over all windows together; null where there are none. */
export function pooledShare(windows: readonly Window[]): number | null {
  const operations = windows.reduce((sum, window) => sum + window.operations, 0)
  const good = windows.reduce((sum, window) => sum + window.good, 0)
  return operations === 0 ? null : good / operations
}

/** The lower edge of the band around the baseline's share p0: p0 − max(1 %, 3σ of n operations) (MEASURES, 6). */
export function bandLow(p0: number, operations: number): number {
  const sigma = operations === 0 ? 0 : Math.sqrt((p0 * (1 - p0)) / operations)
  return p0 - Math.max(0.01, 3 * sigma)
}

/** In the band of the baseline; a second in which nothing was scheduled tells nothing against it. */
export function inBand({ operations, good }: Window, p0: number): boolean {
  // Counts are whole: so little only absorbs the rounding of p0.
  return operations === 0 || good >= bandLow(p0, operations) * operations - 1e-9
}

interface Back {
  leftBand: boolean
  /** Index of the first of five windows in the band; null when there is none. 0 where it was never left. */
  back: number | null
  /** Times that the band was left again after that. */
  relapses: number
}

/** When the service was back, in the windows from the onset of a fault to the horizon. */
export function whenBack(windows: readonly Window[], p0: number): Back {
  const good = windows.map((window) => inBand(window, p0))
  if (good.every(Boolean)) return { leftBand: false, back: 0, relapses: 0 }
  const back = good.findIndex(
    (_, index) =>
      index + windowsToBeBack <= good.length && good.slice(index, index + windowsToBeBack).every(Boolean),
  )
  if (back === -1) return { leftBand: true, back: null, relapses: 0 }
  const relapses = good.filter((now, index) => index > back && !now && good[index - 1]).length
  return { leftBand: true, back, relapses }
}

/** Operations that would have been good at the baseline's share and were not. */
export function deficit(windows: readonly Window[], p0: number): number {
  return windows.reduce((sum, { operations, good }) => sum + Math.max(0, p0 * operations - good), 0)
}
