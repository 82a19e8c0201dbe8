import { createNode } from 'memcache'
import { reconnectDelayMs } from '../../reconnect-delay.ts'
import { StoreUnavailable } from '../../session-store.ts'

/** A connection to one node that comes back by itself. */
export interface MemcachedConnection extends Disposable {
  /** It has answered since it was last connected to, and was not silent for too long. */
  isThere(): boolean
  /**
   * The node's answer to one command: a line of text, `false` for NOT_STORED. Throws StoreUnavailable when the node is
   * away, silent for too long, or answers with an error.
   */
  ask(command: string): Promise<unknown>
  /** The value that a command such as `gat` finds, or undefined on a miss. */
  find(command: string): Promise<string | undefined>
}

/** More than a timer can count is none: the client's own time-out, see below, is not wanted. */
const never = 2 ** 31 - 1

/**
 * Keeps a connection to the node.
 *
 * The client's plain API takes a dead node for a miss; its node commands do not, but their time-out counts the silence
 * of the socket, in which a write is no silence: a frozen node would be asked for ever, an idle connection dropped. So
 * the time of each command is kept here. A node that does not answer one in time is taken for gone with all that it
 * was asked, and reached for anew.
 */
export function connectTo(host: string, port: number, timeoutMs: number): MemcachedConnection {
  const node = createNode(host, port, { timeout: never })
  let closed = false
  let ready = false
  let attempt = 0
  let connecting: NodeJS.Timeout | undefined
  let waiting: NodeJS.Timeout | undefined

  const giveUp = () => {
    ready = false
    void node.disconnect()
  }

  const connect = () => {
    // Below the second after which the kernel repeats a lost SYN: a new attempt finds a node that is back sooner.
    connecting = setTimeout(giveUp, timeoutMs / 2)
    // How it ends is told by the events.
    node.reconnect().catch(() => {})
  }
  // The kernel of a frozen node still accepts connections: only a word from the node itself says that it is there.
  node.on('connect', () => {
    node.command('version').then(() => {
      clearTimeout(connecting)
      ready = true
      attempt = 0
    }, giveUp)
  })
  // Follows every end of a socket, one that never connected included. An error says no more than that.
  node.on('close', () => {
    clearTimeout(connecting)
    ready = false
    if (closed) return
    attempt += 1
    waiting = setTimeout(connect, reconnectDelayMs(attempt))
  })
  node.on('error', () => {})
  connect()

  const answer = async (command: string, isMultiline: boolean): Promise<unknown> => {
    if (!ready) throw new StoreUnavailable('no', `memcached: ${node.id} is away`)
    let late = false
    const timer = setTimeout(() => {
      late = true
      giveUp()
    }, timeoutMs)
    try {
      return await node.command(command, { isMultiline })
    } catch (cause) {
      throw failure(cause, late ? `no answer in ${timeoutMs} ms` : undefined)
    } finally {
      clearTimeout(timer)
    }
  }

  const failure = (cause: unknown, reason = cause instanceof Error ? cause.message : String(cause)) => {
    // An error in the node's own words is an answer: it did not do it.
    const applied = reason.startsWith('SERVER_ERROR') ? 'no' : 'unknown'
    return new StoreUnavailable(applied, `memcached: ${node.id}: ${reason}`, { cause })
  }

  return {
    isThere: () => ready,
    ask: (command) => answer(command, false),
    async find(command) {
      const values = await answer(command, true)
      return Array.isArray(values) ? String(values[0]) : undefined
    },
    [Symbol.dispose]() {
      closed = true
      clearTimeout(connecting)
      clearTimeout(waiting)
      giveUp()
    },
  }
}
