import type { NewRecordOf } from '../platform.ts'
import type { LoggedRequest } from './balancer-kind.ts'

/** Adds up what a balancer says of its requests, from one second to the next. */
export class RequestLog {
  #counted = none()

  add({ server, word, retries, redispatched }: LoggedRequest): void {
    const counted = this.#counted
    counted.requests++
    counted.words[word] = (counted.words[word] ?? 0) + 1
    if (server === undefined) counted.unanswered++
    if (retries > 0) counted.retried++
    if (redispatched) counted.redispatched++
  }

  /** What was added since it was last taken. */
  take(): NewRecordOf<'requestLog'> {
    const counted = this.#counted
    this.#counted = none()
    return counted
  }
}

function none(): NewRecordOf<'requestLog'> {
  return { type: 'requestLog', requests: 0, unanswered: 0, retried: 0, redispatched: 0, words: {} }
}
