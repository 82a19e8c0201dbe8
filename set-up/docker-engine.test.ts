import { expect, test } from 'vitest'
import { whyNoServer } from './docker-engine.mjs'
import { describeMachine } from './machine.mjs'

const linux = describeMachine({ platform: 'linux', uid: 0, osRelease: 'ID=debian', env: {} })
const mac = describeMachine({ platform: 'darwin', uid: 501, osRelease: '', env: {} })

test('no server on Linux is for set-up to mend', () => {
  expect(whyNoServer('Cannot connect to the Docker daemon', linux, {})).toBeUndefined()
})

test.each([
  [
    'a server named by DOCKER_HOST',
    'refused',
    linux,
    { DOCKER_HOST: 'tcp://10.0.0.1:1' },
    /unset DOCKER_HOST/,
  ],
  ['a server that this user may not use', 'permission denied', linux, {}, /usermod -aG docker/],
  ['no server on another system', 'Cannot connect', mac, {}, /Docker Desktop/],
])('%s is left to the user, with what to do', (_what, error, machine, env, remedy) => {
  expect(whyNoServer(error, machine, env)).toMatchObject({
    message: expect.stringContaining(error),
    remedy: expect.stringMatching(remedy),
  })
})
