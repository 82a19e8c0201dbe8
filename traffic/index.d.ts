/**
 * `k6/x/outlast`: users who log in, write, read and log out, and a ledger that knows what each of them must see.
 * One call drives a whole trial; k6 itself needs one virtual user and one iteration:
 *
 *     import { run } from 'k6/x/outlast'
 *     export const options = { scenarios: { users: { executor: 'shared-iterations', vus: 1, iterations: 1, maxDuration: '24h' } } }
 *     export default () => run(JSON.parse(open('/plan.json')))
 */
declare module 'k6/x/outlast' {
  import type { TrafficPlan } from './plan.ts'

  /**
   * Runs the load, the drain and the census, and returns when all is done. Writes one JSON object a line to
   * standard output (`engine/journal/traffic-records.ts` says which). SIGUSR1 ends the load; once it is drained, the
   * same signal starts the final census, and SIGUSR2 one as found (between the two, signals mean nothing). SIGALRM before
   * the final census says that what the sessions need will not come back: where none of them can be read, it ends when each
   * was asked for, and does not wait for its deadline. Throws on a plan that is not valid, naming the field, and when k6 is
   * told to leave.
   */
  export function run(plan: TrafficPlan): void
}
