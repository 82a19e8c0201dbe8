import { attempt } from './command.mjs'
import { findGo } from './go.mjs'
import { installPackages } from './machine.mjs'

/**
 * The commands that tests call: Git, and a C compiler where Go runs on this machine, for its race detector.
 *
 * @param {import('./progress.mjs').Progress} progress
 * @param {import('./machine.mjs').Machine} machine
 */
export async function testTools(progress, machine) {
  if (!(await works('git'))) {
    if (machine.mayInstall)
      progress.start('Git: installing it, because the tests ask it which files belong to the project')
    await installPackages(
      machine,
      ['git'],
      'Git is missing: the tests ask it which files belong to the project.',
    )
  }
  // Without it the tests run all the same, and say that they do so without the race detector.
  if (machine.mayInstall && !(await works('gcc')) && (await findGo())) {
    progress.start('C compiler: installing gcc, because the race detector of Go needs one')
    await installPackages(machine, ['gcc', 'libc6-dev'], 'A C compiler is missing.')
  }
}

/** @param {string} command */
async function works(command) {
  return (await attempt(command, ['--version'])).ok
}
