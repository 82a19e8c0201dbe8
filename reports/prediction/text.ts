import type { PredictionResult } from '../trial-result.ts'

/** What was found, as a sentence. */
export function predictionText({
  verdict,
  atRisk,
  predicted,
  observed,
  presumed,
  missed,
  surplus,
  boundary,
  undecided,
}: Omit<PredictionResult, 'text'>): string {
  const byLogout = presumed === 0 ? '' : ` (${presumed} of them at a logout that had no clear answer)`
  const observation = `${observed} of ${atRisk} sessions at risk were signed out${byLogout}`
  const doubt = `${boundary} on the boundary, ${undecided} undecided`
  switch (verdict) {
    case 'asPredicted':
      return `${observation}: ${predicted === 0 ? 'nobody, as predicted' : `exactly the ${predicted} predicted`} (${doubt}).`
    case 'notAsPredicted':
      return `${observation}, ${predicted} were predicted: ${missed.count} of these were not, and ${surplus.count} others were (${doubt}).`
    case 'cannotTell':
      return atRisk === 0
        ? 'No session was at risk: the prediction could not be tried.'
        : `${observation}, ${predicted} were predicted; too many are in doubt to tell (${doubt}).`
    case 'unpredicted':
      return `${observation}; nothing was predicted.`
    default:
      return verdict satisfies never
  }
}
