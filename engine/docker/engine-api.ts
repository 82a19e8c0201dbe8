import type Docker from 'dockerode'
import type { EngineApi } from '../reaper/sweep.ts'

/** The Engine API as `sweep` asks for it, over the connection that dockerode has. */
export function engineApiOf(docker: Docker): EngineApi {
  return (method, path) => {
    const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: unknown }>()
    const [url = '', query = ''] = path.split('?')
    docker.modem.dial(
      {
        method,
        path: `${url}?`,
        options: { _query: Object.fromEntries(new URLSearchParams(query)) },
        statusCodes: { 200: true, 204: true },
      },
      (error: (Error & { statusCode?: number; json?: unknown }) | null, body: unknown) => {
        if (!error) resolve({ status: 200, body })
        else if (error.statusCode) resolve({ status: error.statusCode, body: error.json ?? error.message })
        else reject(error)
      },
    )
    return promise
  }
}
