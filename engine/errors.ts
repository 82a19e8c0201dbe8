/** The exit codes that scripts may trust; README.md says them. */
export const exitCodes = { done: 0, deviated: 1, failed: 2, cannotTell: 3, interrupted: 130 } as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

interface ErrorOptionsForPeople {
  /** What to do next, as a sentence. */
  hint?: string
  cause?: unknown
}

/**
 * Any error that Outlast means to show: the message says what happened and to what, the hint what to do.
 * The subclasses say whose fault it was.
 */
export abstract class OutlastError extends Error {
  readonly hint: string | undefined
  readonly exitCode: ExitCode = exitCodes.failed

  constructor(message: string, options: ErrorOptionsForPeople = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : {})
    this.name = new.target.name
    this.hint = options.hint
  }
}

/** The user's: a name that does not exist, a scenario with a mistake, a file that can't be read or written. */
export class InputError extends OutlastError {}

/** Docker's: no daemon, an image that can't be built, an API call that failed. */
export class DockerError extends OutlastError {}

/** The target's: it did not become healthy, a service of it exited. */
export class TargetError extends OutlastError {}

/** The generator's: k6 failed, or wrote what can't be understood. */
export class TrafficError extends OutlastError {}

/** Not an error: the user pressed Ctrl-C or the process was told to end. */
export class Interrupted extends OutlastError {
  override readonly exitCode = exitCodes.interrupted
}
