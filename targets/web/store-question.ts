/** What can be asked of any store without a password, and how the whole answer looks. */
export interface Question {
  readonly bytes: Buffer
  isAnswer(answer: Buffer): boolean
}

/** A question to what listens on a store's usual port, of about so many bytes at least. */
export function questionFor(port: number, bytes: number): Question {
  switch (port) {
    case 5432:
      return bytes === 0 ? postgresEncryption : postgresStart(bytes)
    case 11211:
      return memcachedVersion(bytes)
    case 9042:
      return cassandraOptions(bytes)
    default:
      return redisPing(bytes)
  }
}

/** It says what it was told. */
function redisPing(bytes: number): Question {
  return {
    bytes: Buffer.from(bytes === 0 ? 'PING\r\n' : `PING ${'x'.repeat(bytes)}\r\n`),
    isAnswer: (answer) => answer.length >= Math.max(bytes, '+PONG\r\n'.length),
  }
}

function memcachedVersion(bytes: number): Question {
  const times = Math.max(1, Math.ceil(bytes / 'version\r\n'.length))
  return {
    bytes: Buffer.from('version\r\n'.repeat(times)),
    isAnswer: (answer) => answer.toString('latin1').split('\r\n').length > times,
  }
}

/** SSLRequest, which is answered by one letter (PostgreSQL's protocol, 54.7). */
const postgresEncryption: Question = {
  bytes: Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]),
  isAnswer: (answer) => answer.length > 0,
}

/** The first message of protocol 3.0, which may have 10,000 bytes. */
function postgresStart(bytes: number): Question {
  const settings = `user\0postgres\0application_name\0${'x'.repeat(Math.min(bytes, 9_900))}\0\0`
  const message = Buffer.alloc(8 + settings.length)
  message.writeInt32BE(message.length, 0)
  message.writeInt32BE(3 << 16, 4)
  message.write(settings, 8, 'latin1')
  return { bytes: message, isAnswer: (answer) => answer.length > 0 }
}

const frameHeader = 9

/** OPTIONS, version 4 of the protocol: opcode 5, without a body. */
function cassandraOptions(bytes: number): Question {
  const frame = Buffer.from([4, 0, 0, 0, 5, 0, 0, 0, 0])
  const times = Math.max(1, Math.ceil(bytes / frame.length))
  return {
    bytes: Buffer.concat(Array.from({ length: times }, () => frame)),
    isAnswer: (answer) => framesIn(answer) >= times,
  }
}

function framesIn(answer: Buffer): number {
  let frames = 0
  let end = 0
  while (end + frameHeader <= answer.length) {
    end += frameHeader + answer.readInt32BE(end + 5)
    if (end <= answer.length) frames++
  }
  return frames
}
