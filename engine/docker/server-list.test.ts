import { describe, expect, test } from 'vitest'
import type { Service } from '../cluster.ts'
import { TargetError } from '../errors.ts'
import { ServerList } from './server-list.ts'

const aServer = (number: number): Service => ({
  name: `web-${number}`,
  role: 'web',
  tier: 'web',
  container: `container-${number}`,
  address: `10.0.0.1${number}`,
  image: 'outlast/web',
  imageId: 'sha256:web',
})

/** The balancer's container: `ready` says which addresses answer a health check, `commands` what else was run there. */
function aBalancer({ servers = [1, 2, 3].map(aServer), fails = '' } = {}) {
  const ready = new Set<string>()
  const commands: string[] = []
  const list = new ServerList({
    servers,
    reload: ['reload'],
    patience: { tries: 3, pauseMs: 1 },
    async run(command) {
      const [program = ''] = command
      const asked = /http:\/\/([\d.]+):8080\/healthz/.exec(command.at(-1) ?? '')?.[1]
      if (asked !== undefined) return { exitCode: ready.has(asked) ? 0 : 22, output: '' }
      commands.push(command.join(' '))
      return program === fails ? { exitCode: 2, output: 'it is broken\n' } : { exitCode: 0, output: '' }
    },
  })
  const statuses = async () =>
    Object.fromEntries((await list.view()).map(({ server, status }) => [server, status]))
  return { list, ready, commands, statuses }
}

describe('what is known of the servers', () => {
  test('one that nobody has heard of is asked for its health until it answers', async () => {
    const { statuses, ready } = aBalancer()
    ready.add('10.0.0.12')
    expect(await statuses()).toEqual({ 'web-1': 'UNSEEN', 'web-2': 'UP', 'web-3': 'UNSEEN' })
    ready.add('10.0.0.11').add('10.0.0.13')
    expect(await statuses()).toEqual({ 'web-1': 'UP', 'web-2': 'UP', 'web-3': 'UP' })
  })

  test('is what the balancer has said last, and tells whether that is new', async () => {
    const { list, statuses } = aBalancer({ servers: [aServer(1)] })
    expect(list.mark('web-1', 'UP')).toBe(true)
    expect(list.mark('web-1', 'UP')).toBe(false)
    expect(list.mark('web-1', 'DOWN')).toBe(true)
    expect(await statuses()).toEqual({ 'web-1': 'DOWN' })
    expect(list.mark('web-9', 'UP')).toBe(false)
  })

  test('counts the requests of each, and never guesses at open connections', async () => {
    const { list } = aBalancer({ servers: [aServer(1)] })
    list.count({ server: 'web-1', word: 'new', retries: 0, redispatched: false })
    list.count({ server: 'web-1', word: 'moved', retries: 2, redispatched: true })
    list.count({ server: undefined, word: 'new', retries: 1, redispatched: true })
    expect(await list.view()).toEqual([
      { server: 'web-1', status: 'UNSEEN', connections: null, requests: 2, retries: 2, redispatches: 1 },
    ])
  })

  test('is found by its place', () => {
    const { list } = aBalancer()
    expect(list.nameAt('10.0.0.12:8080')).toBe('web-2')
    expect(list.nameAt('web')).toBeUndefined()
  })
})

describe('a server that is added', () => {
  test('is registered once it is ready, and up once the balancer says that it has read of it', async () => {
    const { list, ready, commands, statuses } = aBalancer({ servers: [aServer(1)] })
    ready.add('10.0.0.14')
    await list.add(aServer(4))
    expect(commands).toEqual(['/balancer/servers.sh web-1=10.0.0.11 web-4=10.0.0.14', 'reload'])
    expect(await statuses()).toMatchObject({ 'web-4': 'REGISTERED' })
    expect(list.reloaded()).toEqual(['web-4'])
    expect(await statuses()).toMatchObject({ 'web-4': 'UP' })
    expect(list.reloaded()).toEqual([])
  })

  test('and never gets ready is not registered', async () => {
    const { list, commands, statuses } = aBalancer({ servers: [aServer(1)] })
    await expect(list.add(aServer(4))).rejects.toThrow(
      new TargetError('web-4 was asked 3 times, and is not ready.'),
    )
    expect(commands).toEqual([])
    expect(Object.keys(await statuses())).toEqual(['web-1'])
  })

  test('to a balancer that refuses it is an error, with its words', async () => {
    const { list, ready } = aBalancer({ servers: [aServer(1)], fails: 'reload' })
    ready.add('10.0.0.14')
    await expect(list.add(aServer(4))).rejects.toThrow(
      new TargetError('"reload" failed in its container (exit code 2): it is broken'),
    )
  })
})

describe('a server that is removed', () => {
  test('is not written down any more, and not known', async () => {
    const { list, commands, statuses } = aBalancer()
    await list.remove('web-2')
    expect(commands).toEqual(['/balancer/servers.sh web-1=10.0.0.11 web-3=10.0.0.13', 'reload'])
    expect(Object.keys(await statuses())).toEqual(['web-1', 'web-3'])
    expect(list.nameAt('10.0.0.12:8080')).toBeUndefined()
  })

  test('twice is an error', async () => {
    const { list } = aBalancer()
    await list.remove('web-2')
    await expect(list.remove('web-2')).rejects.toThrow(new TargetError('The balancer has no server web-2.'))
  })
})

test('a server that is drained is written down as such, and stays so whatever its users still hear of it', async () => {
  const { list, commands, statuses } = aBalancer()
  await list.drain('web-2')
  expect(commands).toEqual([
    '/balancer/servers.sh web-1=10.0.0.11 web-2=10.0.0.12=drain web-3=10.0.0.13',
    'reload',
  ])
  expect(await statuses()).toMatchObject({ 'web-2': 'LEAVING' })
  list.reloaded()
  expect(list.mark('web-2', 'UP')).toBe(false)
  expect(await statuses()).toMatchObject({ 'web-2': 'DRAIN' })
  expect(list.mark('web-2', 'DOWN')).toBe(true)
  await expect(list.drain('web-9')).rejects.toThrow(new TargetError('The balancer has no server web-9.'))
})
