/** How a scenario is tried for docs/findings.md. */
export interface Trying {
  scenario: string
  targets: 'all' | readonly string[]
  /** Instead of its own: options of `outlast compare`. */
  figures: readonly string[]
}

/** One trial for each target, whose order, victims and moments can be had again. */
const once = ['--blocks', '1', '--seed', '6']
const few = ['--users', '150', '--rate', '60']
/** Short and light, so that every target has its turn within hours: enough to count who is signed out. */
const quick: Omit<Trying, 'scenario'> = { targets: 'all', figures: ['--duration', '24s', ...few] }
const oneOfAKind = [
  'stateful-sticky',
  'stateful-stick-table',
  'stateless-redis',
  'stateless-postgres',
  'stateless-memcached',
  'stateless-cookie',
]
const memoryAndStore = ['stateful-sticky', 'stateless-redis']

/** Those that show nothing at a light load, or take too long for every target. */
const others: Record<string, Omit<Trying, 'scenario'>> = {
  autoscale: { targets: memoryAndStore, figures: [] },
  'flash-crowd': { targets: [...memoryAndStore, 'stateless-cookie'], figures: [] },
  monkey: { targets: oneOfAKind, figures: ['--duration', '60s', ...few] },
  relogin: { targets: memoryAndStore, figures: [] },
  soak: { targets: memoryAndStore, figures: ['--duration', '24m', ...few] },
  'table-overflow': {
    targets: ['stateful-stick-table', 'stateless-redis'],
    figures: [],
  },
}

export function planFor(scenario: string): Trying {
  return { scenario, ...(others[scenario] ?? quick) }
}

/** Arguments of `outlast`: a comparison, or for a single target a run. */
export function argumentsFor({ scenario, targets, figures }: Trying): string[] {
  const command = targets.length === 1 ? 'run' : 'compare'
  return [command, ...(targets === 'all' ? ['--all'] : targets), '--scenario', scenario, ...figures, ...once]
}

/** As a reader types it. */
export const commandFor = (trying: Trying) => ['npx', 'outlast', ...argumentsFor(trying)].join(' ')
