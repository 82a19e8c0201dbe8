import type Docker from 'dockerode'
import { TargetError } from '../../../errors.ts'
import { abortable } from '../../../waiting.ts'
import { splitOutputs } from '../../lines.ts'

/** HAProxy that has just started makes it in a moment, on a busy machine in some: socat tries for half a minute. */
const socket = 'UNIX-CONNECT:/state/admin.sock,retry=600,interval=0.05'
const opensWithinMs = 30_000
/** Its answers take well under a millisecond. */
const answersWithinMs = 5_000

/** HAProxy's runtime API: one question, one answer. */
export interface RuntimeApi extends AsyncDisposable {
  /** Throws a TargetError when HAProxy is gone, or says nothing for 5 s, unless it may take longer. */
  ask(command: string, limitMs?: number): Promise<string>
  /** Throws a TargetError when the answer is not the expected one. */
  tell(command: string, expected: RegExp): Promise<void>
}

/** Opens it by one `socat` in HAProxy's container, which stays for as long as the answer is disposed of. */
export async function openRuntimeApi(docker: Docker, container: string): Promise<RuntimeApi> {
  const exec = await docker.getContainer(container).exec({
    Cmd: ['socat', 'stdio', socket],
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
  })
  const stream = await exec.start({ hijack: true, stdin: true })
  const { stdout, stderr } = splitOutputs(docker, stream)
  stderr.resume()
  const api = converse(stdout.setEncoding('utf8'), stream)
  // From now on every answer ends in a prompt, and the connection stays open.
  await api.ask('prompt', opensWithinMs)
  return api
}

/** A runtime API whose other side can be replaced by its successor. */
export interface RenewableApi extends RuntimeApi {
  /** From now on another process is asked; the connection to the one before is given up. */
  renew(): Promise<void>
}

/** Opens it, and again whenever it is renewed. */
export async function openRenewableApi(open: () => Promise<RuntimeApi>): Promise<RenewableApi> {
  let current = await open()
  return {
    ask: (command, limitMs) => current.ask(command, limitMs),
    tell: (command, expected) => current.tell(command, expected),
    async renew() {
      const before = current
      current = await open()
      await before[Symbol.asyncDispose]()
    },
    [Symbol.asyncDispose]: () => current[Symbol.asyncDispose](),
  }
}

/** Questions are asked one after the other, each once the one before it has its answer. */
export function converse(answers: NodeJS.ReadableStream, questions: NodeJS.WritableStream): RuntimeApi {
  let text = ''
  let waiting: PromiseWithResolvers<string> | undefined
  let ended = false
  let last: Promise<unknown> = Promise.resolve()
  const gone = () => new TargetError('HAProxy closed its runtime API: it has ended, or its container has.')

  answers.on('data', (part: string) => {
    text += part
    if (!text.endsWith('\n> ')) return
    waiting?.resolve(text.slice(0, -'\n> '.length).trim())
    text = ''
  })
  const end = () => {
    ended = true
    waiting?.reject(gone())
  }
  answers.once('end', end)
  questions.once('error', end)

  const askNow = (command: string) => {
    if (ended) throw gone()
    waiting = Promise.withResolvers<string>()
    questions.write(`${command}\n`)
    return waiting.promise
  }
  const ask = async (command: string, limitMs = answersWithinMs) => {
    const patience = AbortSignal.timeout(limitMs)
    const answer = last.then(() => (patience.aborted ? '' : askNow(command)))
    // An answer that comes too late must still be heard before the next question.
    last = answer.catch(() => {})
    return abortable(answer, patience).catch((error) => {
      if (!patience.aborted) throw error
      throw new TargetError(`HAProxy did not answer "${command}" within ${limitMs / 1_000} s.`)
    })
  }
  return {
    ask,
    async tell(command, expected) {
      const answer = await ask(command)
      if (!expected.test(answer)) throw new TargetError(`HAProxy refused "${command}": ${answer}`)
    },
    async [Symbol.asyncDispose]() {
      questions.end()
    },
  }
}
