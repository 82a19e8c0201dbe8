import { expect, test } from 'vitest'
import { remedyFor } from './remedies.ts'

// The complaints are those of dockerode and of the docker command, as they were seen.
test.each([
  ['connect ENOENT /var/run/docker.sock', 'Start Docker'],
  ['connect ECONNREFUSED 127.0.0.1:2375', 'Start Docker'],
  ['connect EACCES /var/run/docker.sock', 'group "docker"'],
  ['permission denied while trying to connect to the Docker daemon socket', 'group "docker"'],
  ['Cannot connect to the Docker daemon at unix:///x.sock. Is the docker daemon running?', 'Start Docker'],
  ['getaddrinfo ENOTFOUND nowhere', 'DOCKER_HOST'],
  ['Error response from daemon: No such image: outlast/web:latest', 'npm run set-up'],
  ['write /var/lib/docker/x: no space left on device', 'disk of the Docker daemon is full'],
  ['Bind for 127.0.0.1:8080 failed: port is already allocated', 'choose another port'],
  ['listen tcp4 127.0.0.1:8080: bind: address already in use', 'choose another port'],
  ['could not find an available, non-overlapping IPv4 address pool among the defaults', 'outlast clean'],
  ['error while removing network: network x id 1a2b has active endpoints', 'docker network inspect'],
  ["docker: 'compose' is not a docker command.", 'npm run set-up'],
  ['something else', 'otherwise'],
])('%s → %s', (complaint, remedy) => {
  expect(remedyFor(complaint, 'otherwise')).toContain(remedy)
})
