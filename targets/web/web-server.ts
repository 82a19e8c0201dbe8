import type { FastifyInstance } from 'fastify'

/** A web server, whatever it is made of. */
export interface WebServer {
  /** Takes connections from everywhere; 0 is any free port. Resolves to its address. */
  listen(port: number): Promise<string>
  /** Cuts off whoever still talks. */
  closeAllConnections(): void
  /** Finishes the requests that it has, then closes what its sessions live in. */
  close(): Promise<void>
}

/** The web server that fastify is, over a store that is closed with it. */
export const overFastify = (server: FastifyInstance, store: AsyncDisposable): WebServer => ({
  listen: (port) => server.listen({ host: '0.0.0.0', port }),
  closeAllConnections: () => server.server.closeAllConnections(),
  async close() {
    await server.close()
    await store[Symbol.asyncDispose]()
  },
})
