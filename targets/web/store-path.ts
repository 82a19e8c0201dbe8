/** Where something listens. */
export interface Place {
  readonly host: string
  readonly port: number
}

/** By which way a node of the store is reached: through a proxy, or as it is. */
export type StorePath = (node: Place) => Place

/** As in targets/path/start.sh: what this server says to that port of the proxy goes to the node at .101, say. */
const portFor = (server: number, host: string): number => 10_000 + 200 * server + lastNumberOf(host)

const lastNumberOf = (host: string): number => Number(host.split('.')[3])
const isAddress = (host: string): boolean => /^\d+(\.\d+){3}$/.test(host)

/** The way of the server of that name through a proxy at an address; straight on where there is none. */
export function storePath(proxy: string | undefined, serverName: string): StorePath {
  const server = Number(/\d+$/.exec(serverName)?.[0])
  if (!proxy || Number.isNaN(server)) return (node) => node
  return (node) => (isAddress(node.host) ? { host: proxy, port: portFor(server, node.host) } : node)
}

/** A URL, of one node or of several, whose every address with a port is the way to it. */
export function urlBy(path: StorePath, url: string): string {
  return url.replaceAll(/(\d+(?:\.\d+){3}):(\d+)/g, (_, host: string, port: string) => {
    const way = path({ host, port: Number(port) })
    return `${way.host}:${way.port}`
  })
}
