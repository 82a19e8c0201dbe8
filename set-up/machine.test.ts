import { expect, test } from 'vitest'
import { describeMachine, howToInstall, installPackages } from './machine.mjs'
import { Problem } from './problem.mjs'

const debian = { platform: 'linux', osRelease: 'PRETTY_NAME="Debian"\nID=debian\n', env: {} } as const

test.each([
  ['root on Debian', { ...debian, uid: 0 }, true],
  ['root on Ubuntu', { ...debian, uid: 0, osRelease: 'ID="ubuntu"' }, true],
  ['root on Fedora', { ...debian, uid: 0, osRelease: 'ID=fedora' }, false],
  ['a user on Debian', { ...debian, uid: 1000 }, false],
  ['root who forbids it', { ...debian, uid: 0, env: { OUTLAST_NO_INSTALL: '1' } }, false],
  ['root on a system without os-release', { ...debian, uid: 0, osRelease: '' }, false],
])('%s: may install packages is %s', (_who, facts, may) => {
  expect(describeMachine(facts).mayInstall).toBe(may)
})

test('where it may not install, it stops with the exact commands', async () => {
  const machine = describeMachine({ ...debian, uid: 1000 })
  const refused = installPackages(machine, ['docker.io'], 'Docker is not installed.')
  await expect(refused).rejects.toThrow(Problem)
  await expect(refused).rejects.toMatchObject({
    message: 'Docker is not installed.',
    remedy: expect.stringContaining('sudo apt-get install --no-install-recommends docker.io'),
  })
})

test('root needs no sudo, and another distribution gets no apt-get', () => {
  expect(howToInstall(describeMachine({ ...debian, uid: 0 }), ['a', 'b'])).not.toContain('sudo')
  expect(howToInstall(describeMachine({ ...debian, uid: 0, osRelease: 'ID=alpine' }), ['a', 'b'])).toBe(
    'Install a, b and run the same command again.',
  )
})
