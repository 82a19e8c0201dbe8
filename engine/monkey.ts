import { mostServers } from './catalogue/limits.ts'
import type { FaultDescription, MonkeyDescription, ScenarioDescription } from './journal/descriptions.ts'
import { createRandom } from './random.ts'

type Candidate = MonkeyDescription['faults'][number]

/** The web servers between two faults, counted so that it is never fewer that serve. */
interface Herd {
  /** That serve for certain. */
  sure: number
  /** That start, or recover, and count once another fault has come after that. */
  coming: number
  /** Names given so far: none is given twice. */
  named: number
}

/** The scenario of one block: where its faults are left to chance, those that the seed draws for it. */
export function drawFaults(scenario: ScenarioDescription, seed: number): ScenarioDescription {
  const { monkey } = scenario
  return monkey ? { ...scenario, method: faultsOf(scenario, monkey, seed) } : scenario
}

/** What may strike in some block of a scenario; all that does, where nothing is left to chance. */
export function faultsThatMayStrike({
  method,
  monkey,
}: Pick<ScenarioDescription, 'method' | 'monkey'>): readonly Pick<
  FaultDescription,
  'kind' | 'title' | 'options'
>[] {
  return monkey?.faults ?? method
}

/**
 * The first fault comes `everyMs` after the warm-up, and each other one 0.5 to 1.5 times as long after the one
 * before, evenly distributed. One that would not be over before the load is, or might take the last server, is
 * not drawn.
 */
function faultsOf(
  { servers, warmUpMs, durationMs }: ScenarioDescription,
  { everyMs, faults }: MonkeyDescription,
  seed: number,
): FaultDescription[] {
  const random = createRandom(seed)
  const drawn: FaultDescription[] = []
  let herd: Herd = { sure: servers, coming: 0, named: servers }
  for (let atMs = warmUpMs + everyMs; atMs < durationMs; atMs += gapMs()) {
    const fitting = faults.filter(
      (fault) => bears(herd, fault, servers) && atMs + (fault.lastsMs ?? 0) < durationMs,
    )
    const fault = random.pick(fitting)
    herd = after(herd, fault)
    if (!fault) continue
    const { kind, title, options } = fault
    drawn.push({ id: `f${drawn.length + 1}`, kind, title, atMs, options })
  }
  return drawn

  function gapMs(): number {
    return Math.ceil(everyMs / 2) + random.below(everyMs + 1)
  }
}

/** Another server serves while one is away; servers are not added without end. */
function bears({ sure, coming, named }: Herd, { server }: Candidate, servers: number): boolean {
  if (server === 'stays') return true
  if (server === 'isAdded') return named < mostServers && sure + coming < 2 * servers
  return sure >= 2
}

function after({ sure, coming, named }: Herd, fault: Candidate | undefined): Herd {
  const settled = sure + coming
  switch (fault?.server) {
    case 'isAdded':
      return { sure: settled, coming: 1, named: named + 1 }
    case 'comesBack':
      return { sure: settled - 1, coming: 1, named }
    case 'goes':
      return { sure: settled - 1, coming: 0, named }
    default:
      return { sure: settled, coming: 0, named }
  }
}
