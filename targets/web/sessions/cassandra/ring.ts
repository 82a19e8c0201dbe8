import { Client, policies, types } from 'cassandra-driver'
import { pause } from '../../pause.ts'
import { reconnectDelayMs } from '../../reconnect-delay.ts'
import { StoreUnavailable } from '../../session-store.ts'
import type { StorePath } from '../../store-path.ts'
import { within } from '../../within.ts'
import { unavailable } from './failures.ts'
import { keyspace, table } from './statements.ts'

type Parameters = readonly unknown[]

/** A Cassandra whose tables are there. */
export interface Ring extends AsyncDisposable {
  /** Throws StoreUnavailable when the ring is away, too slow, or lacks a quorum. */
  ask(query: string, parameters: Parameters, options?: { again: boolean }): Promise<types.ResultSet>
  /** Some statements on one row as one, with one condition at most; whether they were applied. */
  askTogether(
    queries: readonly { query: string; params: unknown[] }[],
    options?: { again: boolean },
  ): Promise<boolean>
}

/** The driver has it, its types don't know of it. */
type Metadata = Client['metadata'] & { checkSchemaAgreement?(): Promise<boolean> }

/** Nobody waits for the tables but a server that is not ready. */
const tablesWithinMs = 10_000

const queryOptions = {
  prepare: true,
  // A majority of the replicas has each write and answers each read: so a read meets every write before it.
  consistency: types.consistencies.localQuorum,
  serialConsistency: types.consistencies.localSerial,
}

interface RingOptions {
  timeoutMs: number
  /** The way to a node; straight on unless told. */
  path?: StorePath
}

/** Reaches the ring as soon as it lets us, and makes its tables. */
export function openRing(contactPoints: string[], { timeoutMs, path = (node) => node }: RingOptions): Ring {
  const stop = new AbortController()
  let client: Client | undefined
  let trouble = new StoreUnavailable('no', 'cassandra: the ring was not reached yet')

  const reach = async () => {
    for (let attempt = 1; !stop.signal.aborted && client === undefined; attempt += 1) {
      const next = aClient(contactPoints, { timeoutMs, path })
      try {
        await next.connect()
        await makeTables(next)
        client = next
      } catch (cause) {
        const { message } = unavailable(cause)
        // Whatever became of the tables, nothing was asked of the sessions in them.
        trouble = new StoreUnavailable('no', message, { cause })
        await next.shutdown().catch(() => {})
        await pause(reconnectDelayMs(attempt), stop.signal)
      }
    }
  }
  void reach()

  const answer = async (asked: (client: Client) => Promise<types.ResultSet>): Promise<types.ResultSet> => {
    if (client === undefined) throw trouble
    try {
      return await within(timeoutMs, asked(client))
    } catch (cause) {
      throw unavailable(cause)
    }
  }

  return {
    ask: (query, parameters, { again } = { again: true }) =>
      answer((client) => client.execute(query, [...parameters], { ...queryOptions, isIdempotent: again })),
    async askTogether(queries, { again } = { again: true }) {
      const options = { ...queryOptions, isIdempotent: again, logged: false }
      return (await answer((client) => client.batch([...queries], options))).wasApplied()
    },
    async [Symbol.asyncDispose]() {
      stop.abort()
      await client?.shutdown()
    },
  }
}

function aClient(contactPoints: string[], { timeoutMs, path }: Required<RingOptions>): Client {
  const client = new Client({
    contactPoints,
    localDataCenter: 'datacenter1',
    queryOptions,
    socketOptions: { connectTimeout: Math.ceil(timeoutMs / 2), readTimeout: timeoutMs },
    // Notices a node that is silent though nobody asks it; 30 s by default.
    pooling: { heartBeatInterval: 1000 },
    policies: {
      addressResolution: new Translator(path),
      // After a second, then ever later, up to ten minutes, by default.
      reconnection: new policies.reconnection.ConstantReconnectionPolicy(250),
      // A node that does not answer at once may be frozen: another one is asked, too, where asking twice does no harm.
      speculativeExecution: new policies.speculativeExecution.ConstantSpeculativeExecutionPolicy(
        timeoutMs / 4,
        1,
      ),
      // The time of a write is the ring's, and not that of each web server.
      timestampGeneration: null as never,
    },
  })
  client.on('error', () => {})
  return client
}

/** The nodes tell of each other; by which way to get there is ours to say. Of the base class the types know nothing. */
class Translator extends policies.addressResolution.EC2MultiRegionTranslator {
  readonly #path: StorePath

  constructor(path: StorePath) {
    super()
    this.#path = path
  }

  override translate(host: string, port: number, callback: (place: string) => void): void {
    const way = this.#path({ host, port })
    callback(`${way.host}:${way.port}`)
  }
}

/** All servers do this at the same time. The table is there when all nodes know of it. */
async function makeTables(client: Client): Promise<void> {
  const metadata: Metadata = client.metadata
  for (const statement of [keyspace, table]) {
    await client.execute(statement, [], { prepare: false, readTimeout: tablesWithinMs })
  }
  if (!(await metadata.checkSchemaAgreement?.())) throw new Error('the nodes do not agree on the tables yet')
}
