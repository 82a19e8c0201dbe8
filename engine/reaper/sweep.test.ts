import { expect, test } from 'vitest'
import { type EngineApi, sweep } from './sweep.ts'

interface Answers {
  containers?: { Id: string; Names: string[]; State?: string; Labels?: Record<string, string> }[]
  networks?: { Id: string; Name: string }[]
  volumes?: { Name: string }[] | null
  /** What a DELETE of a path answers; 204 unless told otherwise. */
  deletes?: Record<string, { status: number; body: unknown }>
}

/** A daemon that lists these objects, and the calls that it got. */
function aDaemonWith({ containers = [], networks = [], volumes = [], deletes = {} }: Answers) {
  const calls: string[] = []
  const api: EngineApi = async (method, path) => {
    const [url = '', query = ''] = path.split('?')
    calls.push(`${method} ${url}`)
    if (method === 'DELETE') return deletes[url] ?? { status: 204, body: '' }
    if (method === 'POST') return { status: 204, body: '' }
    expect(JSON.parse(new URLSearchParams(query).get('filters') ?? '')).toEqual({
      label: ['outlast.experiment=x'],
    })
    const body = {
      '/containers/json': containers.map((container) => ({ Labels: {}, State: 'running', ...container })),
      '/networks': networks,
      '/volumes': { Volumes: volumes },
    }[url]
    return { status: 200, body }
  }
  return { api, calls }
}

const web = { Id: 'c1', Names: ['/outlast-x-web-1'] }
const network = { Id: 'n1', Name: 'outlast-x_stack' }
const volume = { Name: 'outlast-x_postgres' }
const labels = ['outlast.experiment=x']

test('containers go before the network and the volumes that they use', async () => {
  const { api, calls } = aDaemonWith({ containers: [web], networks: [network], volumes: [volume] })
  expect(await sweep(api, labels)).toEqual({
    removed: ['container outlast-x-web-1', 'network outlast-x_stack', 'volume outlast-x_postgres'],
    left: [],
  })
  expect(calls.filter((call) => call.startsWith('DELETE'))).toEqual([
    'DELETE /containers/c1',
    'DELETE /networks/n1',
    'DELETE /volumes/outlast-x_postgres',
  ])
})

test('a frozen container is thawed first', async () => {
  const { api, calls } = aDaemonWith({ containers: [{ ...web, State: 'paused' }] })
  await sweep(api, labels)
  expect(calls.indexOf('POST /containers/c1/unpause')).toBeLessThan(calls.indexOf('DELETE /containers/c1'))
  expect(calls).toContain('POST /containers/c1/unpause')
})

test('the one that sweeps is spared', async () => {
  const reaper = { Id: 'c2', Names: ['/outlast-reaper-x'], Labels: { 'outlast.reaper': 'true' } }
  const { api } = aDaemonWith({ containers: [web, reaper] })
  expect(await sweep(api, labels, 'outlast.reaper')).toMatchObject({ removed: ['container outlast-x-web-1'] })
})

test('what is gone already is not counted, what the daemon would not remove is left', async () => {
  const { api } = aDaemonWith({
    containers: [web],
    networks: [network],
    volumes: null,
    deletes: {
      '/containers/c1': { status: 404, body: { message: 'no such container' } },
      '/networks/n1': { status: 403, body: { message: 'it has active endpoints' } },
    },
  })
  expect(await sweep(api, labels)).toEqual({
    removed: [],
    left: ['network outlast-x_stack (it has active endpoints)'],
  })
})

test('a daemon that does not list is no daemon with nothing', async () => {
  const api: EngineApi = async () => ({ status: 500, body: { message: 'out of order' } })
  await expect(sweep(api, labels)).rejects.toThrow('answered 500 to GET /containers/json')
})
