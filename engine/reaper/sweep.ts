/** One call to the Docker Engine API: status and parsed body. Rejects when the daemon can't be reached. */
export type EngineApi = (
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
) => Promise<{ status: number; body: unknown }>

export interface Swept {
  /** What was removed, as `container outlast-…-web-1`. */
  removed: string[]
  /** What the daemon would not remove (yet), with its reason in brackets. */
  left: string[]
}

/**
 * Removes every container, network and volume that carries all of `labels` (`outlast.experiment=…`), except
 * containers that carry `spare`. Rejects when the daemon does not answer a listing as it should.
 *
 * Without a dependency: the reaper runs it inside a container, `outlast clean` on the host.
 */
export async function sweep(api: EngineApi, labels: readonly string[], spare?: string): Promise<Swept> {
  const swept: Swept = { removed: [], left: [] }
  const filters = encodeURIComponent(JSON.stringify({ label: labels }))
  const remove = async (kind: string, name: string, path: string) => {
    const { status, body } = await api('DELETE', path)
    if (status === 404) return
    if (status < 300) swept.removed.push(`${kind} ${name}`)
    else swept.left.push(`${kind} ${name} (${(body as Refusal).message ?? status})`)
  }

  const containers = await list<Container[]>(api, `/containers/json?all=1&filters=${filters}`)
  const victims = containers.filter((container) => !(spare && spare in container.Labels))
  // A frozen container can't be killed by some daemons: thaw it first. It is about to go anyway.
  const frozen = victims.filter((container) => container.State === 'paused')
  await Promise.all(frozen.map((container) => api('POST', `/containers/${container.Id}/unpause`)))
  await Promise.all(
    victims.map((container) =>
      remove(
        'container',
        container.Names[0]?.slice(1) ?? container.Id,
        `/containers/${container.Id}?force=1&v=1`,
      ),
    ),
  )
  const networks = await list<Network[]>(api, `/networks?filters=${filters}`)
  await Promise.all(networks.map((network) => remove('network', network.Name, `/networks/${network.Id}`)))
  const { Volumes: volumes } = await list<{ Volumes: { Name: string }[] | null }>(
    api,
    `/volumes?filters=${filters}`,
  )
  await Promise.all(
    (volumes ?? []).map((volume) =>
      remove('volume', volume.Name, `/volumes/${encodeURIComponent(volume.Name)}?force=1`),
    ),
  )
  return swept
}

interface Refusal {
  message?: string
}

interface Container {
  Id: string
  Names: string[]
  State: string
  Labels: Record<string, string>
}

interface Network {
  Id: string
  Name: string
}

async function list<T>(api: EngineApi, path: string): Promise<T> {
  const { status, body } = await api('GET', path)
  if (status !== 200)
    throw new Error(`The Docker daemon answered ${status} to GET ${path}: ${JSON.stringify(body)}`)
  return body as T
}
