import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { installPackages } from './machine.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/**
 * A Chromium or Chrome for playwright-core to drive; OUTLAST_CHROMIUM names another.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | undefined}
 */
export function findChromium(env = process.env) {
  if (env.OUTLAST_CHROMIUM) return env.OUTLAST_CHROMIUM
  const folders = (env.PATH ?? '').split(delimiter)
  const onPath = folders.flatMap((folder) => names.map((name) => join(folder, name)))
  const onMac = ['Google Chrome', 'Chromium'].map(
    (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
  )
  return [...onPath, ...onMac].find((file) => existsSync(file))
}

/**
 * The browser that the report's tests need.
 *
 * @param {import('./progress.mjs').Progress} progress
 * @param {import('./machine.mjs').Machine} machine
 */
export async function chromium(progress, machine) {
  if (findChromium()) return
  if (machine.mayInstall)
    progress.start('Chromium: installing it, because the tests open the report in a browser')
  await installPackages(
    machine,
    ['chromium'],
    'Chromium or Chrome is missing: the tests open the report in a browser.',
  )
}
