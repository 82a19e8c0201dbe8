import type { BalancerServer } from '../../../cluster.ts'

/**
 * The CSV of `show stat`, asked for servers only. One in maintenance is left out: it was taken out for good, or is a
 * slot that no server has used yet.
 */
export function parseStatistics(csv: string): BalancerServer[] {
  const [header = '', ...lines] = csv.trim().split('\n')
  const names = header.replace(/^# /, '').split(',')
  const servers = lines.filter(Boolean).map((line) => {
    const fields = line.split(',')
    const field = (name: string) => fields[names.indexOf(name)] ?? ''
    return {
      server: field('svname'),
      // `UP 1/2`, `MAINT (via …)`: the word is the state.
      status: field('status').split(' ')[0] ?? '',
      connections: Number(field('scur')),
      requests: Number(field('req_tot') || field('stot')),
      retries: Number(field('wretr')),
      redispatches: Number(field('wredis')),
    }
  })
  return servers.filter(({ status }) => status !== 'MAINT')
}
