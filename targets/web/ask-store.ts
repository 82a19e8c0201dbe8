import { connect } from 'node:net'
import { argv, env } from 'node:process'
import { type Place, storePath } from './store-path.ts'
import { questionFor } from './store-question.ts'

/*
 * A program of its own: asks a node of the store, as a client in this container would, and prints how long that took
 * at least, or how it failed: {"ms":1.4} or {"error":"ECONNRESET"}.
 *
 *   node targets/web/ask-store.ts 10.1.2.101:6379 straight|byPath [BYTES]
 */
const [, , node = '', way, bytes = '0'] = argv
const asked = 3
const patienceMs = 15_000

const [host = '', port] = node.split(':')
const straight: Place = { host, port: Number(port) }
const place = way === 'byPath' ? storePath(env.STORE_PATH, env.SERVER_NAME ?? '')(straight) : straight
const question = questionFor(straight.port, Number(bytes))

function ask(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  let askedAt = 0
  let answer = Buffer.alloc(0)
  const socket = connect({ ...place, noDelay: true }, () => {
    askedAt = performance.now()
    socket.write(question.bytes)
  })
  socket.setTimeout(patienceMs, () => reject(new Error('no answer')))
  socket.on('error', (error: NodeJS.ErrnoException) => reject(new Error(error.code ?? error.message)))
  socket.on('close', () => reject(new Error('closed')))
  socket.on('data', (data) => {
    answer = Buffer.concat([answer, data])
    if (question.isAnswer(answer)) resolve(performance.now() - askedAt)
  })
  return promise.finally(() => socket.destroy())
}

try {
  const times = await Promise.all(Array.from({ length: asked }, ask))
  // A busy machine makes any of them longer, and none shorter.
  console.log(JSON.stringify({ ms: Math.min(...times) }))
} catch (error) {
  console.log(JSON.stringify({ error: error instanceof Error ? error.message : String(error) }))
}
