import { DockerError } from '../errors.ts'

/** Where every web server, and every balancer, listens. */
export const httpPort = 8080
/** Where a balancer expects the PROXY protocol before each connection's first request. */
export const proxyPort = 8081

/** web-1 has .11; .101 and up belong to the stores. */
const lastNumber = 90

/** 2 of `web-2`; undefined for a service that is no web server. */
export function numberOfServer(name: string): number | undefined {
  const number = /^web-([1-9]\d*)$/.exec(name)?.[1]
  return number === undefined ? undefined : Number(number)
}

/**
 * The address that belongs to a server's name in a stack, as docker-compose.yml writes it for the first ones.
 * Throws a DockerError when the stack's subnet has none for that many servers.
 */
export function addressOfServer(name: string, subnet: string): string {
  const number = numberOfServer(name)
  if (number === undefined) throw new TypeError(`${name} is not the name of a web server.`)
  if (number > lastNumber) {
    throw new DockerError(
      `There is no address for ${name}: a stack has room for ${lastNumber} web servers.`,
      {
        hint: 'Servers that went count too: no name or address is used twice. Add fewer, or split the scenario.',
      },
    )
  }
  return `${subnet}.${10 + number}`
}
