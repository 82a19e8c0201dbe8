/** What passes between two services of a stack, as faults may hinder it. `engine/docker/links.ts` does it on Docker. */
export interface Links {
  /** What one sends to the other is lost from now on, also on open connections; neither of them is told. */
  cut(link: Link, signal: AbortSignal): Promise<void>
  /** It arrives again. */
  join(link: Link, signal: AbortSignal): Promise<void>
  /** What was cut and not joined. */
  cuts(): readonly Link[]
  /** Whether what one sends arrives: some datagrams are sent, and counted by the other's kernel. */
  arrives(link: Link, signal: AbortSignal): Promise<boolean>
  /** Hinders what web servers and a node of the store say to each other, where the stack has its path between them. */
  hinder(path: Path, hindrance: Hindrance, signal: AbortSignal): Promise<void>
  /** Undoes a hindrance of that kind. */
  free(path: Path, kind: Hindrance['kind'], signal: AbortSignal): Promise<void>
  /** Asks a node of the store from inside a web server, by its path or past it. */
  ask(link: Link, question: Question, signal: AbortSignal): Promise<Answer>
}

/** From one service to another, by name. */
export interface Link {
  from: string
  to: string
}

/** Between a node of the store and a web server; all of them, those that are added later too, unless told. */
export interface Path {
  node: string
  server?: string | undefined
}

export type Hindrance =
  /** An answer comes so much later, give or take the jitter; half of both on each way. */
  | { kind: 'slow'; latencyMs: number; jitterMs: number }
  /** On each way of each connection. */
  | { kind: 'throttled'; bytesPerSecond: number }
  /** Open connections end by RST at once, and new ones as soon as something is said on them. */
  | { kind: 'reset' }

export interface Question {
  by: 'path' | 'straight'
  /** How long it is, at least; a few bytes unless told. */
  bytes?: number
}

/** After how long, on a connection that was open, or why not. */
export type Answer = { ms: number } | { error: string }
