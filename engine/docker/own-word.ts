import type Docker from 'dockerode'
import type { Service } from '../cluster.ts'
import { runIn } from './run-in.ts'
import { httpPort } from './web-servers.ts'

/** It answers without waiting for its store. */
const limitMs = 5_000

/** ` web-1 says: "redis is away".`, why a web server is not ready by its own word; nothing where it has none. */
export async function ownWord(
  docker: Docker,
  { name, container }: Pick<Service, 'name' | 'container'>,
): Promise<string> {
  const ask = `fetch('http://127.0.0.1:${httpPort}/healthz').then((answer) => answer.text()).then(console.log)`
  const answer = await runIn(docker, container, ['node', '-e', ask], { limitMs }).catch(() => undefined)
  const reason = answer?.exitCode === 0 ? reasonIn(answer.output) : undefined
  return reason === undefined ? '' : ` ${name} says: "${reason}".`
}

function reasonIn(answer: string): string | undefined {
  try {
    const { reason } = JSON.parse(answer)
    return typeof reason === 'string' ? reason : undefined
  } catch {
    return undefined
  }
}
