import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { attempt, lastLines, run } from './command.mjs'
import { baseImagesOf, dockerfileOf, hashInputs } from './image-inputs.mjs'
import { Problem } from './problem.mjs'

/** An image says in this label what it was built from. */
const label = 'outlast.inputs'

/**
 * The images of docker-compose.yml, built where what they are made from has changed.
 *
 * @param {import('./progress.mjs').Progress} progress
 * @param {string} project
 */
export async function images(progress, project) {
  const compose = ['compose', '--file', join(project, 'docker-compose.yml'), '--profile', '*']
  const services = await builtServices(compose)
  const bases = services.flatMap(({ build }) => baseImagesOf(readFileSync(dockerfileOf(build), 'utf8')))
  const present = await inspect([...bases, ...services.map(({ image }) => image)])
  const stale = services
    .map((service) => ({
      ...service,
      hash: hashInputs(service.build, (base) => present.get(base)?.id ?? ''),
      old: present.get(service.image),
    }))
    .filter(({ hash, old }) => old?.hash !== hash)
  if (stale.length === 0) return

  progress.start(
    `Images: building ${stale.map(({ image, old }) => `${image} (${old ? 'changed' : 'new'})`).join(', ')}`,
  )
  const labels = stale.map(({ service, hash }) => [service, { build: { labels: { [label]: hash } } }])
  const override = JSON.stringify({ services: Object.fromEntries(labels) })
  const build = [
    ...compose,
    '--file',
    '-',
    '--progress',
    'plain',
    'build',
    ...stale.map(({ service }) => service),
  ]
  const { ok, stdout, stderr, why } = await attempt('docker', build, { input: override })
  if (!ok) throw buildProblem(lastLines(stderr || stdout, 25), why)
  await removeReplaced(stale.flatMap(({ old }) => old?.id ?? []))
}

/** @param {string} output @param {string} why */
function buildProblem(output, why) {
  return new Problem(
    `docker compose build failed (${why}):\n${output}`,
    /buildx/.test(output)
      ? 'This docker compose builds with buildx only: install the docker-buildx plugin, then run the same command again.'
      : 'Put that right, then run the same command again: what is built already is kept.',
  )
}

/**
 * The services that build an image; the others name one, or a variable has put another in the place of ours.
 *
 * @param {readonly string[]} compose
 * @returns {Promise<Array<{service: string, image: string, build: import('./image-inputs.mjs').Build}>>}
 */
async function builtServices(compose) {
  const config = JSON.parse(await run('docker', [...compose, 'config', '--format', 'json']))
  return Object.entries(config.services)
    .filter(([, { build, image }]) => build && image.startsWith('outlast/'))
    .map(([service, { image, build }]) => ({ service, image, build }))
}

/**
 * @param {readonly string[]} names
 * @returns {Promise<Map<string, {id: string, hash: string}>>} by name; absent where there is no such image
 */
async function inspect(names) {
  // It prints what it finds, and fails where it does not find all.
  const { stdout } = await attempt('docker', ['image', 'inspect', ...new Set(names)])
  const found = new Map()
  for (const { Id, RepoTags, Config } of JSON.parse(stdout || '[]')) {
    const image = { id: Id, hash: Config?.Labels?.[label] ?? '' }
    for (const tag of RepoTags ?? []) found.set(tag, image).set(tag.replace(/:latest$/, ''), image)
  }
  return found
}

/**
 * Removes what the new images have replaced, but for what a container still uses.
 *
 * @param {readonly string[]} ids
 */
async function removeReplaced(ids) {
  if (ids.length > 0) await attempt('docker', ['image', 'rm', ...ids])
}
