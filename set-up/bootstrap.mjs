import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { attempt, run, withScratchFolder } from './command.mjs'
import { findGo } from './go.mjs'
import { installPackages } from './machine.mjs'

// Base images made on this machine, for where no image registry answers. An image gets its name only
// when it is whole, so that an interrupted run leaves nothing that looks done.

const label = 'outlast.bootstrapped=true'
const localAuthorities = '/usr/local/share/ca-certificates'
const npmVersion = '11.21.2'
const installDebiansGo =
  'apt-get update && apt-get install --yes golang-go gcc libc6-dev && rm -rf /var/lib/apt/lists/*'

/**
 * A minimal Debian, imported as an image.
 *
 * @param {{image: string, suite: string, machine: import('./machine.mjs').Machine}} what
 */
export async function bootstrapDebian({ image, suite, machine }) {
  await needDebootstrap(machine)
  // /var/tmp is on disk, and may hold device files where /tmp must not.
  await withScratchFolder('/var/tmp', async (folder) => {
    const root = join(folder, 'root')
    // An older debootstrap has no script of its own for a newer suite; sid's serves them all.
    const script = '/usr/share/debootstrap/scripts/sid'
    const options = ['--variant=minbase', '--include=ca-certificates']
    const debootstrap = ['debootstrap', ...options, suite, root, await debianMirror(), script]
    // In namespaces of its own what debootstrap mounts and starts ends with it, even when it is killed.
    await run('unshare', ['--mount', '--pid', '--fork', '--kill-child', ...debootstrap])
    await adaptDebian(root)
    await importImage(root, image)
  })
}

/**
 * What Debian's official images have, and what they would need on this machine's network.
 *
 * @param {string} root
 */
async function adaptDebian(root) {
  const apt = join(root, 'etc/apt/apt.conf.d/outlast')
  // An archive's copy may be older than its Release file says it is valid for.
  await writeFile(
    apt,
    'Acquire::Check-Valid-Until "false";\nAPT::Install-Recommends "false";\nAPT::Keep-Downloaded-Packages "false";\n',
  )
  // No package starts its server in a container build.
  await writeFile(join(root, 'usr/sbin/policy-rc.d'), '#!/bin/sh\nexit 101\n', { mode: 0o755 })

  // Behind a proxy that inspects TLS, HTTPS works only with this machine's own authorities.
  const authorities = existsSync(localAuthorities) ? await readdir(localAuthorities) : []
  await mkdir(join(root, localAuthorities), { recursive: true })
  for (const name of authorities.filter((name) => name.endsWith('.crt'))) {
    await copyFile(join(localAuthorities, name), join(root, localAuthorities, name))
  }
  await run('chroot', [root, 'update-ca-certificates'])
  await run('chroot', [
    root,
    'sh',
    '-c',
    'apt-get clean; rm -rf /var/lib/apt/lists/* /usr/share/doc/* /usr/share/man/*',
  ])
}

/** @param {string} root @param {string} image */
async function importImage(root, image) {
  const script =
    'set -o pipefail; tar -C "$0" -c . | docker import --change "LABEL $1" --change "CMD [\\"bash\\"]" -'
  const id = await run('bash', ['-c', script, root, label])
  await run('docker', ['tag', id.trim(), image])
}

/**
 * Debian with Node as the npm package `node` brings it, and npm.
 *
 * @param {{image: string, base: string}} what
 */
export async function bootstrapNode({ image, base }) {
  await withScratchFolder('/var/tmp', async (folder) => {
    const local = join(folder, 'local')
    await mkdir(join(local, 'bin'), { recursive: true })
    await run('npm', ['install', '--global', '--prefix', local, `npm@${npmVersion}`])
    const node = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url))
    await copyFile(node, join(local, 'bin/node'))
    await commitImage({
      image,
      base,
      copies: [[`${local}/.`, '/usr/local']],
      command: 'useradd --uid 1000 --create-home --shell /bin/bash node && node --version && npm --version',
      changes: ['ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt', 'CMD ["node"]'],
    })
  })
}

/**
 * Debian with this machine's Go where that is new enough, else with Debian's, which fetches what it needs.
 *
 * @param {{image: string, base: string}} what
 */
export async function bootstrapGo({ image, base }) {
  const goRoot = await findGo()
  await commitImage({
    image,
    base,
    copies: goRoot ? [[`${goRoot}/.`, '/usr/local/go']] : [],
    command: `mkdir -m 1777 /go && ${goRoot ? '/usr/local/go/bin/go version' : installDebiansGo}`,
    changes: [
      'ENV PATH=/go/bin:/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      'ENV GOPATH=/go',
      `ENV GOTOOLCHAIN=${goRoot ? 'local' : 'auto'}`,
      'WORKDIR /go',
      'CMD ["bash"]',
    ],
  })
}

/**
 * An image from another: files copied in, a command run, settings changed. Needs no builder.
 *
 * @param {{image: string, base: string, copies: ReadonlyArray<readonly [string, string]>, command: string,
 *   changes: readonly string[]}} what
 */
async function commitImage({ image, base, copies, command, changes }) {
  const settings = [`LABEL ${label}`, ...changes].flatMap((change) => ['--change', change])
  // The name tells what an interrupted set-up left; a label would be inherited by the image.
  const container = `outlast-set-up-${image.replace(/[:/]/g, '-')}`
  await attempt('docker', ['rm', '--force', container])
  await run('docker', ['create', '--name', container, base, 'sh', '-e', '-c', command])
  try {
    for (const [from, to] of copies) await run('docker', ['cp', from, `${container}:${to}`])
    await run('docker', ['start', '--attach', container])
    await run('docker', ['commit', ...settings, container, image])
  } finally {
    await attempt('docker', ['rm', '--force', container])
  }
}

/** @param {import('./machine.mjs').Machine} machine */
async function needDebootstrap(machine) {
  debootstrapInstalled ??= (async () => {
    if ((await attempt('debootstrap', ['--version'])).ok && machine.root) return
    await installPackages(
      machine,
      ['debootstrap', 'debian-archive-keyring'],
      'No image registry answers, and making the base images here needs root and debootstrap.',
    )
  })()
  await debootstrapInstalled
}
/** @type {Promise<void> | undefined} */
let debootstrapInstalled

/** This machine's own mirror of Debian where it is one, else debootstrap's default. */
async function debianMirror() {
  const { stdout } = await attempt('apt-get', [
    'indextargets',
    '--format',
    '$(ORIGIN)|$(LABEL)|$(REPO_URI)',
    'Created-By: Packages',
  ])
  const own = stdout.split('\n').find((line) => line.startsWith('Debian|Debian|'))
  if (own) return own.split('|')[2] ?? ''
  const script = await readFile('/usr/sbin/debootstrap', 'utf8')
  return /^DEF_MIRROR="(.*)"/m.exec(script)?.[1] ?? ''
}
