import { errors, types } from 'cassandra-driver'
import { StoreUnavailable } from '../../session-store.ts'

const { responseErrorCodes: codes } = types
/** CAS_WRITE_UNKNOWN of the protocol, which the driver has no name for. */
const casWriteUnknown = 0x1700

/** What a coordinator says when some replicas may have done it, and others not. */
const inDoubt = [
  codes.serverError,
  codes.writeTimeout,
  codes.readTimeout,
  codes.writeFailure,
  codes.readFailure,
  casWriteUnknown,
]

/** What an error of the driver means for a session. */
export function unavailable(cause: unknown): StoreUnavailable {
  return new StoreUnavailable(appliedBy(cause), `cassandra: ${messageOf(cause)}`, { cause })
}

function appliedBy(error: unknown): 'no' | 'unknown' {
  if (error instanceof errors.NoHostAvailableError) {
    return reasonsOf(error).every((reason) => appliedBy(reason) === 'no') ? 'no' : 'unknown'
  }
  if (error instanceof errors.ResponseError) return inDoubt.includes(error.code) ? 'unknown' : 'no'
  return isBeforeWriting(error) ? 'no' : 'unknown'
}

/** The node was down, or busy, or the connection died with the request still in the driver's hands. */
function isBeforeWriting(error: unknown): boolean {
  if (error instanceof errors.BusyConnectionError) return true
  if (!(error instanceof Error)) return false
  if ('requestNotWritten' in error && error.requestNotWritten) return true
  return /Host considered as DOWN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH/.test(error.message)
}

const reasonsOf = (error: errors.NoHostAvailableError): unknown[] => Object.values(error.innerErrors ?? {})

/** The driver's own message of "no host" leaves out why; the reasons are the hosts'. */
function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  if (!(error instanceof errors.NoHostAvailableError)) return message
  const reasons = new Set(reasonsOf(error).map(messageOf))
  return ['no node answers', ...reasons].join('; ')
}
