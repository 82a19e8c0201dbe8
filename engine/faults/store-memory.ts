import type { Cluster } from '../cluster.ts'

/** How full a store is, by its own statistics. */
export interface Fullness {
  usedBytes: number
  /** From there on it refuses writes, or throws out what is there. */
  limitBytes: number
  /** What it threw out to make room, ever. */
  evicted: number
}

/** The memory of one kind of store: what can be put into it beside the sessions, and taken out again. */
export interface StoreMemory {
  fullness(node: string): Promise<Fullness>
  /** Puts about that much in, under keys of our own. */
  put(node: string, bytes: number): Promise<void>
  /** Takes all of that out. */
  clear(node: string): Promise<void>
}

/** Stores whose memory has a bound of its own; the others keep sessions on disk, or copy all they have to a replica. */
export const fillable = ['redis', 'memcached'] as const

/** How the memory of a node is filled; undefined for a node of a store that can't be. */
export function memoryOf(node: string, cluster: Cluster, signal: AbortSignal): StoreMemory | undefined {
  const run = (at: string, ...command: string[]) => cluster.run(at, command, signal)
  if (node === 'redis') return redisMemory(run)
  return node.startsWith('memcached-') ? memcachedMemory(run) : undefined
}

type Run = (node: string, ...command: string[]) => Promise<string>

const prefix = 'outlast:fill:'

/** With its head each fills a place of Redis's allocator; to make a small one keeps Redis from others for a millisecond. */
const smallBytes = 2 ** 20 - 64
const largeBytes = 2 ** 24 - 64

function redisMemory(run: Run): StoreMemory {
  const field = (text: string, name: string) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(text)?.[1])
  return {
    async fullness(node) {
      const text = await run(node, 'redis-cli', 'INFO')
      const [usedBytes, limitBytes] = [field(text, 'used_memory'), field(text, 'maxmemory')]
      return { usedBytes, limitBytes, evicted: field(text, 'evicted_keys') }
    },
    // What would go beyond the limit is refused only where it is reached: the last value may go far beyond, so that
    // what comes and goes with clients makes no room.
    async put(node, bytes) {
      const small = Math.floor(Math.max(0, bytes - largeBytes) / smallBytes)
      const one = (key: string, size: number) => `SETRANGE ${prefix}${key} ${size - 1} x`
      const values = `seq ${small} | sed "s/.*/${one('&', smallBytes)}/"; echo ${one('last', Math.min(bytes, largeBytes))}`
      await run(node, 'sh', '-c', `{ ${values}; } | redis-cli > /dev/null`)
    },
    async clear(node) {
      const keys = `redis-cli --scan --pattern '${prefix}*'`
      await run(node, 'sh', '-c', `${keys} | xargs -r -n 100 redis-cli UNLINK`)
    },
  }
}

/** Of a dozen lengths, so that sessions of any length are among them: with key, head and what slabs leave unused. */
const memcachedItemBytes = 400

/** Memcached has no client of its own: Perl, which every Debian has, speaks its protocol. */
function memcachedMemory(run: Run): StoreMemory {
  const open = "$s = IO::Socket::INET->new('127.0.0.1:11211') or die $!;"
  const untilAnswered = 'print $s "mn\\r\\n"; $_ = <$s>'
  const tell = (node: string, program: string, ...words: string[]) =>
    run(node, 'perl', '-MIO::Socket::INET', '-e', `${open} ${program}`, ...words)
  return {
    async fullness(node) {
      const stats = await tell(node, 'print $s "stats\\r\\n"; while (<$s>) { last if /^END/; print }')
      const stat = (name: string) => Number(new RegExp(`^STAT ${name} (\\d+)`, 'm').exec(stats)?.[1])
      return { usedBytes: stat('bytes'), limitBytes: stat('limit_maxbytes'), evicted: stat('evictions') }
    },
    async put(node, bytes) {
      const count = Math.ceil(bytes / memcachedItemBytes)
      const set = `"set ${prefix}$_ 0 0 $n noreply\\r\\n", "x" x $n, "\\r\\n"`
      await tell(node, `for (1..${count}) { $n = 50 * (1 + $_ % 12); print $s ${set} } ${untilAnswered}`)
    },
    async clear(node) {
      const { limitBytes } = await this.fullness(node)
      // More than can be in it.
      const most = Math.ceil((1.1 * limitBytes) / memcachedItemBytes)
      await tell(node, `print $s "delete ${prefix}$_ noreply\\r\\n" for 1..${most}; ${untilAnswered}`)
    },
  }
}
