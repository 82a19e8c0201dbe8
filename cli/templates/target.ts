import { defineTarget } from '../../engine/authoring.ts'

// A target: where sessions live, how the balancer picks a server, and what that needs. It is named after its file.
export default defineTarget({
  // One line, as people say it.
  title: 'My target',
  // Where a session lives: memory, cookie, redis, cached-redis, redis-sentinel, memcached, postgres, cassandra; or with
  // a middleware, express-session or fastify-session, on Redis.
  sessions: 'redis',
  // What stands in front: haproxy, nginx or caddy.
  balancer: 'haproxy',
  // How it finds the server of a user whom it has seen: cookie, stick-table, source-hash, consistent-hash, or none.
  affinity: 'cookie',
  // What else runs beside the web servers: what the sessions above need, by its name in docker-compose.yml.
  services: ['redis'],

  // Which sessions theory says a fault signs out, by whom it strikes, and what becomes of that one: it is gone, renewed
  // (back with nothing in memory), stalled, or added. The report says whether that came true.
  predicts: {
    web: { gone: 'nobody', renewed: 'nobody', stalled: 'nobody', added: 'nobody' },
    balancer: { gone: 'nobody', renewed: 'nobody', stalled: 'nobody', reloaded: 'nobody' },
    store: { gone: 'everybody', renewed: 'everybody', stalled: 'nobody' },
  },
})
