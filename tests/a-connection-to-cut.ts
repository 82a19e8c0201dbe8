import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** A way to a server on this machine that can swallow what is said and break, at exact moments. */
export interface AConnectionToCut extends AsyncDisposable {
  readonly port: number
  /** From now on nothing said reaches the server; resolves when something was swallowed. */
  swallow(): Promise<void>
  /** Holds back whatever is said from the first mention of this text on; resolves when there was one. */
  holdFrom(text: string): Promise<void>
  /** Passes on, in order, what was held back. */
  release(): void
  /** Breaks every connection; new ones reach the server again. */
  cut(): void
}

/** Forwards to a port of 127.0.0.1. */
export async function aConnectionToCut(serverPort: number): Promise<AConnectionToCut> {
  const sockets = new Set<Socket>()
  let swallowed: (() => void) | undefined
  let holding: { from: string; reached: () => void } | undefined
  const held: (() => void)[] = []

  const proxy = createServer((client) => {
    const server = connect(serverPort, '127.0.0.1')
    for (const socket of [client, server]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        server.destroy()
      })
    }
    client.on('data', (data) => {
      if (swallowed) return swallowed()
      if (holding && (held.length > 0 || data.includes(holding.from))) {
        held.push(() => server.write(data))
        return holding.reached()
      }
      server.write(data)
    })
    server.on('data', (data) => client.write(data))
  }).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const address = proxy.address()
  if (typeof address !== 'object' || !address) throw new Error('no port')

  const cut = () => {
    swallowed = undefined
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: address.port,
    cut,
    swallow: () => {
      const { promise, resolve } = Promise.withResolvers<void>()
      swallowed = resolve
      return promise
    },
    holdFrom: (from) => {
      const { promise, resolve } = Promise.withResolvers<void>()
      holding = { from, reached: resolve }
      return promise
    },
    release: () => {
      holding = undefined
      for (const pass of held.splice(0)) pass()
    },
    async [Symbol.asyncDispose]() {
      cut()
      proxy.close()
      await once(proxy, 'close')
    },
  }
}
