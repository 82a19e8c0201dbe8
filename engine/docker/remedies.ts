const notRunning = 'Start Docker, or run "npm run set-up", which installs and starts it where it may.'
const setUp = 'Run "npm run set-up": it builds the images.'

/** What to do about what the daemon, or the docker command, complained of. */
const remedies: readonly [complaint: RegExp, remedy: string][] = [
  [
    /EACCES|permission denied/i,
    'You may not use Docker: run as root, or have yourself added to the group "docker" and log in again.',
  ],
  [/ENOENT|ECONNREFUSED|cannot connect to the docker daemon|is the docker daemon running/i, notRunning],
  [/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH/, 'Check DOCKER_HOST: nothing answers there.'],
  [/no such image|pull access denied|manifest unknown/i, setUp],
  [
    /no space left/i,
    'The disk of the Docker daemon is full: free some space, then run the same command again.',
  ],
  [
    /port is already allocated|address already in use/i,
    'Something else listens on that port: stop it, or choose another port.',
  ],
  [
    /non-overlapping IPv4 address pool/i,
    'Docker has no room for one more network: "outlast clean", then "docker network prune".',
  ],
  [
    /has active endpoints/i,
    'A container that is not of Outlast is on that network: "docker network inspect" names it. Disconnect it, then run "outlast clean", or "outlast down" after "outlast up".',
  ],
  [
    /is not a docker command|unknown (shorthand flag|command)/i,
    'Run "npm run set-up": it brings docker compose 2.',
  ],
]

/** The remedy for a complaint, or `otherwise`. */
export function remedyFor(complaint: string, otherwise: string): string {
  return remedies.find(([pattern]) => pattern.test(complaint))?.[1] ?? otherwise
}
