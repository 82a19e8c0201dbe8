import { describe, expect, test } from 'vitest'
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
  test('prints what it removed, a line each, and says what it spared', async () => {
    const clean = async () => ({ removed: ['container web-1', 'network a'], spared: ['2026-kill-one'] })
    const world = aWorld({ doors: { clean } })
    expect(await run(['clean'], world)).toBe(0)
    expect(world.stdout.text()).toBe('container web-1\nnetwork a\n')
    expect(world.stderr.text()).toBe('Removed 2 objects.\nSpared what still runs: 2026-kill-one.\n')
  })

  test('says when there was nothing', async () => {
    const world = aWorld({ doors: { clean: async () => ({ removed: [], spared: [] }) } })
    expect(await run(['clean'], world)).toBe(0)
    expect(world.stderr.text()).toBe('Nothing was left.\n')
  })
})
