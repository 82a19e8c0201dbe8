import Docker from 'dockerode'
import { DockerError } from '../errors.ts'
import { abortable } from '../waiting.ts'
import { remedyFor } from './remedies.ts'

/** One that takes a connection and never answers is as good as none. */
const answersWithinMs = 20_000

/** A daemon that answers. Throws a DockerError that says why it does not, and what to do. */
export async function connectToDocker({ limitMs = answersWithinMs } = {}): Promise<Docker> {
  const docker = new Docker()
  const patience = AbortSignal.timeout(limitMs)
  try {
    await abortable(docker.ping(), patience)
    return docker
  } catch (cause) {
    const message = patience.aborted ? `no answer within ${limitMs / 1_000} s` : (cause as Error).message
    const where = process.env.DOCKER_HOST ?? 'its usual socket'
    throw new DockerError(`Docker does not answer at ${where}: ${message}.`, {
      hint: remedyFor(message, 'Start Docker, or restart it, then run the same command again.'),
      cause,
    })
  }
}

/** Throws a DockerError that names those of the images that this daemon does not have. */
export async function requireImages(docker: Docker, images: readonly string[]): Promise<void> {
  const missing: string[] = []
  for (const image of new Set(images)) {
    const inspected = docker.getImage(image).inspect()
    await inspected.catch((error: { statusCode?: number }) => {
      if (error.statusCode !== 404) throw error
      missing.push(image)
    })
  }
  if (missing.length > 0) {
    throw new DockerError(`Docker has no image ${missing.join(', ')}.`, {
      hint: missing.some((image) => image.startsWith('outlast/'))
        ? 'Run "npm run set-up": it builds them.'
        : `Run "docker pull ${missing[0]}".`,
    })
  }
}

/** Rejects with a DockerError that says what was asked for, where the daemon refused it; aborted, with the reason. */
export async function asked<T>(what: string, call: Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await call
  } catch (cause) {
    signal?.throwIfAborted()
    const { message } = cause as Error
    throw new DockerError(`Docker could not ${what}: ${message}`, {
      hint: remedyFor(message, 'Run "outlast clean", then try again.'),
      cause,
    })
  }
}

/** Milliseconds since 1970 of an RFC 3339 instant, keeping what Date would cut off below the millisecond. */
export function parseInstant(text: string): number {
  const fraction = /\.(\d+)/.exec(text)?.[1]
  const whole = Date.parse(text.replace(/\.\d+/, ''))
  return whole + (fraction ? Number(`0.${fraction}`) * 1_000 : 0)
}
