import { describe, expect, test } from 'vitest'
import { DockerError } from '../../engine/errors.ts'
import { run } from '../main.ts'
import { sticky } from '../testing/a-catalogue.ts'
import { aWorld } from '../testing/a-world.ts'

describe('up', () => {
  test('prints where the target answers, and how to look at it', async () => {
    const up = async () => ({ url: 'http://127.0.0.1:8080' })
    const world = aWorld({ doors: { up } })
    expect(await run(['up', 'sticky'], world)).toBe(0)
    expect(world.stdout.text()).toBe('http://127.0.0.1:8080\n')
    expect(world.stderr.text()).toContain('outlast down')
  })

  test('starts what it is told', async () => {
    let asked: unknown
    const world = aWorld({
      doors: {
        async up(target, { servers, port }) {
          asked = { target, servers, port }
          return { url: '' }
        },
      },
    })
    await run(['up', 'sticky', '--servers', '5', '--port', '9000'], world)
    expect(asked).toEqual({ target: sticky, servers: 5, port: 9000 })
  })
})

describe('down', () => {
  test.each([
    [true, 'Removed.\n'],
    [false, 'Nothing was running.\n'],
  ])('there was something: %s', async (wasThere, message) => {
    const world = aWorld({ doors: { down: async () => wasThere } })
    expect(await run(['down'], world)).toBe(0)
    expect(world.stderr.text()).toBe(message)
  })
})

describe('clean', () => {
  const removed = ['container web-1', 'network a']
  const spared = ['2026-kill-one: it runs', 'up: "outlast down" removes it']

  test('prints what it removed and says what it spared, a line each', async () => {
    const world = aWorld({ doors: { clean: async () => ({ removed, spared }) } })
    expect(await run(['clean'], world)).toBe(0)
    expect(world.stdout.text()).toBe('container web-1\nnetwork a\n')
    expect(world.stderr.text()).toBe(
      'Removed 2 objects.\nSpared 2026-kill-one: it runs.\nSpared up: "outlast down" removes it.\n',
    )
  })

  test('says when there was nothing', async () => {
    const world = aWorld({ doors: { clean: async () => ({ removed: [], spared: [] }) } })
    expect(await run(['clean'], world)).toBe(0)
    expect(world.stdout.text()).toBe('')
    expect(world.stderr.text()).toBe('No dead run has left anything.\n')
  })

  test('says nothing but what it removed when it is to be quiet', async () => {
    const world = aWorld({ doors: { clean: async () => ({ removed, spared }) } })
    expect(await run(['clean', '--quiet'], world)).toBe(0)
    expect(world.stdout.text()).toBe('container web-1\nnetwork a\n')
    expect(world.stderr.text()).toBe('')
  })

  test.each([
    [removed, 'container web-1\nnetwork a\n', 'Removed 2 objects.\n'],
    [[], '', ''],
  ])('fails where something stays, after %j', async (removed, printed, said) => {
    const failure = new DockerError('Docker would not remove volume b.', { hint: 'Look at it.' })
    const world = aWorld({ doors: { clean: async () => ({ removed, spared: [], failure }) } })
    expect(await run(['clean'], world)).toBe(2)
    expect(world.stdout.text()).toBe(printed)
    expect(world.stderr.text()).toBe(
      `${said}outlast: Docker would not remove volume b.\n         Look at it.\n`,
    )
  })
})
