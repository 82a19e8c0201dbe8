import { readFile } from 'node:fs/promises'

const configuration = new URL('../../../../targets/balancers/haproxy/haproxy.cfg', import.meta.url)
const declared = /^ {4}(timeout \S+|retries|http-reuse|default-server) (.*)$/gm

/**
 * What the configuration says of failures and connections: `timeout connect` → `300ms`. `redispatch` is the setting of
 * docker-compose.yml: which retry goes to another server.
 */
export async function readPolicy(redispatch = 'each'): Promise<Record<string, string>> {
  const text = await readFile(configuration, 'utf8')
  const settings = [...text.matchAll(declared)].map(([, name, value]) => [name, value])
  return {
    ...Object.fromEntries(settings),
    redispatch: `${redispatch} retry goes to another server`.replace('off retry goes', 'off: no retry goes'),
    'what is retried': 'connections that failed, before anything was sent',
    'open requests of a dead server': 'wait for `timeout server`',
    'keep-alive to the servers': 'as many idle connections as there were open ones lately',
  }
}
