import { bootstrapDebian, bootstrapGo, bootstrapNode } from './bootstrap.mjs'
import { attempt, lastLines } from './command.mjs'
import { Problem } from './problem.mjs'

/**
 * The images that all of ours are built from, and how to make each where no image registry answers.
 *
 * @type {Record<string, (image: string, machine: import('./machine.mjs').Machine) => Promise<void>>}
 */
const debians = {
  'debian:trixie-slim': (image, machine) => bootstrapDebian({ image, suite: 'trixie', machine }),
  'debian:forky-slim': (image, machine) => bootstrapDebian({ image, suite: 'forky', machine }),
}

/** @type {typeof debians} */
const onTrixie = {
  'node:24-trixie-slim': (image) => bootstrapNode({ image, base: 'debian:trixie-slim' }),
  'golang:1.26-trixie': (image) => bootstrapGo({ image, base: 'debian:trixie-slim' }),
}

/**
 * The base images: present, pulled, or else made here from Debian's packages.
 *
 * @param {import('./progress.mjs').Progress} progress
 * @param {import('./machine.mjs').Machine} machine
 */
export async function baseImages(progress, machine) {
  const missing = await notPresent([...Object.keys(debians), ...Object.keys(onTrixie)])
  if (missing.length === 0) return
  progress.start(`Base images: pulling ${missing.join(', ')}: our images are built from them`)
  const pulls = await Promise.all(missing.map(pull))
  const failed = pulls.filter((pull) => !pull.ok)
  const first = failed[0]
  if (!first) return

  if (machine.platform !== 'linux') {
    throw new Problem(
      `${first.image} could not be pulled: ${first.error}`,
      'Make the image registry reachable from Docker, then run the same command again.',
    )
  }
  const names = failed.map(({ image }) => image)
  progress.start(
    `Base images: making ${names.join(', ')} with debootstrap, because pulling failed: ${first.error}`,
  )
  for (const recipes of [debians, onTrixie]) {
    const here = Object.entries(recipes).filter(([image]) => names.includes(image))
    await Promise.all(here.map(([image, make]) => make(image, machine)))
  }
}

/** @param {readonly string[]} images */
async function notPresent(images) {
  const { stdout } = await attempt('docker', ['image', 'ls', '--format', '{{.Repository}}:{{.Tag}}'])
  const present = new Set(stdout.split('\n'))
  return images.filter((image) => !present.has(image))
}

/**
 * A registry that is not there must not hold set-up up, a slow one may take its time.
 *
 * @param {string} image
 */
async function pull(image) {
  const { ok, stderr, why } = await attempt('docker', ['pull', image], {
    silenceMs: 20_000,
    timeoutMs: 600_000,
  })
  return { image, ok, error: ok ? '' : lastLines(stderr, 1) || why }
}
