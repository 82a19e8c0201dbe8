import type { TargetDescription } from './journal/records.ts'

/** Starts a target and leaves it running, published on loopback. Resolves when the balancer calls every server UP. */
export async function up(
  _target: TargetDescription,
  _options: { servers: number; port: number; signal: AbortSignal },
): Promise<{ url: string }> {
  throw new Error('in the making')
}

/** Removes what `up` started; false when there was nothing. */
export async function down(_signal: AbortSignal): Promise<boolean> {
  throw new Error('in the making')
}

/** Removes what dead runs left, by label; never touches an experiment whose Outlast still lives. */
export async function clean(_signal: AbortSignal): Promise<{ removed: string[]; spared: string[] }> {
  throw new Error('in the making')
}
