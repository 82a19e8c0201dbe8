import type { RedisOptions } from 'ioredis'
import { SettingsError } from '../../settings.ts'

type Address = Pick<
  RedisOptions,
  'host' | 'port' | 'db' | 'username' | 'password' | 'tls' | 'sentinels' | 'name'
>

/**
 * What ioredis wants to know of a URL: redis://redis:6379, or redis+sentinel://sentinel-1,sentinel-2:26380/sessions
 * with the name by which the Sentinels know the primary. Throws SettingsError where it is neither.
 */
export function addressIn(url = ''): Address {
  const address = /^redis\+sentinel:/.test(url) ? sentinelsIn(url) : redisIn(url)
  if (address) return address
  throw new SettingsError([
    `STORE_URL=${url}: must be the address of a Redis, such as redis://redis:6379, or of its Sentinels, ` +
      'such as redis+sentinel://sentinel-1:26379,sentinel-2:26379/sessions',
  ])
}

function redisIn(text: string): Address | undefined {
  const url = URL.parse(text)
  if (!url?.hostname || !/^rediss?:$/.test(url.protocol)) return undefined
  return {
    host: url.hostname,
    port: Number(url.port || 6379),
    db: Number(url.pathname.slice(1)),
    ...(url.username && { username: decodeURIComponent(url.username) }),
    ...(url.password && { password: decodeURIComponent(url.password) }),
    ...(url.protocol === 'rediss:' && { tls: {} }),
  }
}

function sentinelsIn(text: string): Address | undefined {
  const [, hosts = '', name = ''] = /^redis\+sentinel:\/\/([^/]+)\/([^/]+)$/.exec(text) ?? []
  const urls = hosts.split(',').map((host) => URL.parse(`redis://${host}`))
  const sentinels = urls.flatMap((url) =>
    url?.hostname ? { host: url.hostname, port: Number(url.port || 26_379) } : [],
  )
  return name && sentinels.length === urls.length ? { sentinels, name } : undefined
}
