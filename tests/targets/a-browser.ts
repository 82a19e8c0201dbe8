import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'

export interface Answer {
  status: number
  /** Who says that it served. */
  server: string | undefined
  body: { owner?: string; count?: number; digest?: string; error?: string }
}

/** A user's browser: it keeps its cookies, and opens a new connection for each request. */
export interface ABrowser {
  /** Sends to the place where users send, or to another one with the same cookies. */
  ask(method: string, path: string, options?: { body?: object; at?: string }): Promise<Answer>
  /** The value of a cookie that it has. */
  cookie(name: string): string | undefined
  /** Another browser with a copy of the cookies that this one has now. */
  copy(): ABrowser
}

interface BrowserOptions {
  /** Where the user sends. */
  url: string
  /** The user's own address, said by the PROXY protocol: only where `url` expects that. */
  address?: string | undefined
  cookies?: ReadonlyMap<string, string>
}

export function aBrowser({ url, address, cookies: given = new Map() }: BrowserOptions): ABrowser {
  const cookies = new Map(given)
  return {
    async ask(method, path, { body, at = url } = {}) {
      const said = body && JSON.stringify(body)
      const { hostname, port } = new URL(at)
      const asked = request(new URL(path, at), {
        method,
        headers: {
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          ...(said && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(said) }),
        },
        // No agent: the connection is closed after the answer.
        createConnection: () => from(at === url ? address : undefined, hostname, Number(port)),
      }).end(said)
      const [response] = (await once(asked, 'response')) as [IncomingMessage]
      for (const line of response.headers['set-cookie'] ?? []) keep(line, cookies)
      const served = response.headers['served-by']
      return {
        status: response.statusCode ?? 0,
        server: typeof served === 'string' ? served : undefined,
        body: jsonOf(await text(response)),
      }
    },
    cookie: (name) => cookies.get(name),
    copy: () => aBrowser({ url, address, cookies }),
  }
}

/** A connection that says first for whom it was opened (the PROXY protocol, version 1), where that is told. */
function from(address: string | undefined, host: string, port: number): Socket {
  const socket = connect(port, host)
  if (address) socket.write(`PROXY TCP4 ${address} ${host} 40000 ${port}\r\n`)
  return socket
}

function keep(line: string, cookies: Map<string, string>): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
  if (value === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(line)) cookies.delete(name)
  else cookies.set(name, value)
}

/** A balancer answers for itself with a page. */
function jsonOf(body: string): Answer['body'] {
  try {
    return JSON.parse(body)
  } catch {
    return {}
  }
}
