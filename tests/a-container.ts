import { once } from 'node:events'
import { createServer } from 'node:net'
import Docker from 'dockerode'

/** A container for one test file, with one of its ports on a port of this machine's loopback. */
export interface AContainer extends AsyncDisposable {
  readonly container: Docker.Container
  /** The port on 127.0.0.1; the same after a restart. */
  readonly port: number
}

/**
 * Starts a container from an image that set-up has built, with another command than the image's where one is given.
 * Disposing of it removes it, whatever its state.
 */
export async function aContainer(
  image: string,
  containerPort: number,
  command?: readonly string[],
): Promise<AContainer> {
  const port = await aFreePort()
  const container = await new Docker().createContainer({
    Image: image,
    ...(command && { Cmd: [...command] }),
    // `outlast clean` finds it by this label if the test is killed.
    Labels: { 'outlast.experiment': `test-${process.pid}-${port}` },
    ExposedPorts: { [`${containerPort}/tcp`]: {} },
    HostConfig: {
      PortBindings: { [`${containerPort}/tcp`]: [{ HostIp: '127.0.0.1', HostPort: String(port) }] },
    },
  })
  await container.start()
  return {
    container,
    port,
    [Symbol.asyncDispose]: () => container.remove({ force: true, v: true }),
  }
}

/** A port of 127.0.0.1 on which nobody listens at this moment. */
export async function aFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || !address) throw new Error('no free port')
  return address.port
}
