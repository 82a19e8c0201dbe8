/** Binary fractions are off by a trifle, which would be printed, or miss a limit: 0.07 × 100 is not quite 7. */
export function withoutCrumbs(value: number): number {
  return Number(value.toFixed(6))
}
