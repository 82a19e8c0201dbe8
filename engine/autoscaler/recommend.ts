/** The servers as the autoscaler sees them at one sync. */
export interface Sight {
  /** Those that there are, or that are starting; without those that are leaving. */
  servers: number
  /** The signal of each that is ready and was measured. */
  values: readonly number[]
}

export interface Aim {
  /** What the mean of the signal should be. */
  target: number
  /** So far from it, as a share of it, nothing is done. */
  tolerance: number
}

export interface Recommendation {
  desired: number
  /** Null where no server was measured. */
  mean: number | null
  highest: number | null
}

/**
 * How many servers the load asks for, by the formula of the Kubernetes horizontal pod autoscaler: ceil(servers × mean ÷
 * target), and as many as there are within the tolerance. A server that could not be measured counts as using
 * nothing where servers would be added, and all of the target where one would go; where that reverses the direction,
 * nothing is done.
 * https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details
 */
export function recommend({ servers, values }: Sight, { target, tolerance }: Aim): Recommendation {
  if (values.length === 0) return { desired: servers, mean: null, highest: null }
  const measured = sum(values)
  const mean = measured / values.length
  const ratio = mean / target
  const unmeasured = Math.max(0, servers - values.length)
  const assumed = ratio < 1 ? unmeasured * target : 0
  const count = values.length + unmeasured
  const careful = (measured + assumed) / count / target
  const seen = { mean, highest: Math.max(...values) }
  const reverses = ratio > 1 !== careful > 1
  if (reverses || Math.abs(careful - 1) <= tolerance + rounding) return { desired: servers, ...seen }
  return { desired: Math.ceil(careful * count - rounding), ...seen }
}

/** 3 × 0.1 ÷ 0.1 is 3.0000000000000004 to a computer, and must not be 4 servers. */
const rounding = 1e-9

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
