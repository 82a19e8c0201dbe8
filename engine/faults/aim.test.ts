import { expect, test } from 'vitest'
import { freeze } from './freeze.ts'
import { kill } from './kill.ts'

const title = ({ options }: ReturnType<typeof kill>) =>
  kill.definition.title(kill.definition.options.parse(options))

test.each([
  [kill('web'), 'kill one of web'],
  [kill('web-2'), 'kill web-2'],
  [kill('redis'), 'kill one of redis'],
  [kill('redis-primary'), 'kill redis-primary'],
  [kill('memcached'), 'kill one of memcached'],
  [kill('memcached-2'), 'kill memcached-2'],
  [kill('store'), 'kill one of the store'],
  [kill('balancer'), 'kill the balancer'],
  [kill('web', { count: 2 }), 'kill 2 of web'],
  [kill('web', { share: 0.5 }), 'kill 50 % of web'],
  [kill('web', { allBut: 1 }), 'kill all but 1 of web'],
  [kill('web', { pick: 'newest' }), 'kill the newest of web'],
  [kill('web', { pick: 'newest', count: 2 }), 'kill the newest 2 of web'],
  [kill('web', { pick: 'another' }), 'kill one more of web'],
  [kill('web', { pick: 'mostSessions' }), 'kill one of web with the most sessions'],
  [kill('web', { pick: 'fewestSessions', count: 2 }), 'kill 2 of web with the fewest sessions'],
])('%o reads "%s"', (fault, expected) => {
  expect(title(fault)).toBe(expected)
})

test('how long a fault lasts is in its title', () => {
  const { title, options } = freeze.definition
  expect(title(options.parse(freeze('store', { for: '5s' }).options))).toBe('freeze one of the store for 5 s')
})

test('only of web servers is it known who holds sessions', () => {
  const { options } = kill.definition
  expect(options.safeParse(kill('web', { pick: 'mostSessions' }).options).success).toBe(true)
  expect(options.safeParse(kill('store', { pick: 'mostSessions' }).options).error?.issues).toMatchObject([
    { path: ['pick'], message: expect.stringContaining('known of web servers only') },
  ])
})
