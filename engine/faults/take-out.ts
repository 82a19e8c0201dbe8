import type { FaultContext } from './fault.ts'

/**
 * Takes a server out of the balancer. Between the two instants that it writes down the server's users lose it: one who
 * comes before the first still finds it, one who comes after the second is sent elsewhere.
 */
export async function takeOut(
  server: string,
  { cluster, note }: Pick<FaultContext, 'cluster' | 'note'>,
): Promise<void> {
  note('takingOut')
  await cluster.balancer.remove(server)
  note('takenOut')
}
