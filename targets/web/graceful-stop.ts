import type { FastifyInstance } from 'fastify'

export interface Stop {
  /** Whether the server has begun to close. */
  readonly begun: boolean
}

/**
 * Makes `server.close()` wait for requests, not for connections. Node closes those that are idle, but lets one that
 * is in use when the close begins be kept alive after its answer, for the whole keep-alive time; the answer must say
 * that it is the last.
 */
export function stopGracefully(server: FastifyInstance): Stop {
  const stop = { begun: false }
  server.addHook('preClose', (done) => {
    stop.begun = true
    done()
  })
  server.addHook('onSend', (_request, reply, payload, done) => {
    if (stop.begun) reply.header('connection', 'close')
    done(null, payload)
  })
  return stop
}
