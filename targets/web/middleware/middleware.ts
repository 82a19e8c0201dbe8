import type { ShellOptions } from '../server.ts'
import type { StoreOptions } from '../session-store.ts'
import type { WebServer } from '../web-server.ts'

/** What a web server with a middleware of its own for sessions is opened with. */
export interface MiddlewareOptions extends Omit<ShellOptions, 'store'>, StoreOptions {
  readonly sessionBytes: number
}

/** What each of the files of this folder that names a middleware exports. */
export interface MiddlewareModule {
  open(options: MiddlewareOptions): WebServer
}
