import { readFile } from 'node:fs/promises'

const configuration = new URL('../../../../targets/balancers/haproxy/haproxy.cfg', import.meta.url)
const declared = /^ {4}(timeout \S+|retries|option redispatch|http-reuse|balance|default-server) (.*)$/gm

/** What the configuration says of failures and connections: `timeout connect` → `300ms`. */
export async function readPolicy(): Promise<Record<string, string>> {
  const text = await readFile(configuration, 'utf8')
  return Object.fromEntries([...text.matchAll(declared)].map(([, name, value]) => [name, value]))
}
