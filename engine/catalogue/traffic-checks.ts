import { formatDuration } from '../duration.ts'
import { operationsBetween, rateAt } from '../journal/rate.ts'
import { loginShareOfWarmUp, mostLoginsPerArrival, mostTabs } from './limits.ts'
import { fieldName, type Problem, show } from './problems.ts'
import { trafficFigures } from './traffic-figures.ts'
import { get, isRecord, list, milliseconds, number } from './unchecked.ts'

/** Users, rate and think time may differ by this share from what two of them say of the third. */
const roundingShare = 0.01

/** A session shorter than so many think times is hardly more than a login and a logout. */
const fewestThinkTimes = 2

/** What is wrong with the traffic of a scenario. */
export function problemsOfTraffic(scenario: unknown): Problem[] {
  return [
    ...population(scenario),
    ...points(scenario),
    ...baseline(scenario),
    ...operations(scenario),
    ...sessionLength(scenario),
    ...tabs(scenario),
    ...logins(scenario),
  ]
}

const when = (wrong: boolean, field: string, problem: string): Problem[] =>
  wrong ? [{ field, problem }] : []

function population(scenario: unknown): Problem[] {
  const traffic = get(scenario, 'traffic')
  if (!isRecord(traffic)) return []
  const given = ['users', 'rate', 'think'].filter((name) => traffic[name] !== undefined)
  if (given.length < 2) {
    const told = given.length === 0 ? 'none' : `only ${given.join()}`
    return [{ field: 'traffic', problem: `has ${told} of users, rate and think; give two of them` }]
  }
  const { users, ratePerSecond, thinkMs } = trafficFigures(scenario)
  const followsMs = (users / ratePerSecond) * 1_000
  return when(
    given.length === 3 && Math.abs(thinkMs / followsMs - 1) > roundingShare,
    'traffic.think',
    `is ${formatDuration(thinkMs)}, but ${users} users at ${shown(ratePerSecond)} operations per second do something ` +
      `every ${formatDuration(followsMs)}; leave out one of users, rate and think`,
  )
}

function points(scenario: unknown): Problem[] {
  const rate = list(get(scenario, 'traffic', 'rate'))
  const durationMs = milliseconds(get(scenario, 'duration'))
  return rate.flatMap((point, index) => {
    const field = (place?: number) =>
      fieldName(['traffic', 'rate', index, ...(place === undefined ? [] : [place])])
    const [time, perSecond, ...more] = list(point)
    if (perSecond === undefined || more.length > 0) {
      const problem = `is ${show(point)}; give a time and operations per second, such as ["30s", 400]`
      return [{ field: field(), problem }]
    }
    const atMs = milliseconds(time)
    const beforeMs = milliseconds(list(rate[index - 1])[0])
    const is = `is ${formatDuration(atMs)}`
    return [
      ...when(
        Number.isNaN(atMs),
        field(0),
        `is ${show(time)}; give a length of time such as "0s", "20s" or "2m"`,
      ),
      ...when(
        atMs < beforeMs,
        field(0),
        `${is}, before the point before it, ${formatDuration(beforeMs)}; put them in order`,
      ),
      ...when(
        atMs > durationMs,
        field(0),
        `${is}, but the load ends after ${formatDuration(durationMs)}; make it earlier`,
      ),
      ...when(
        !(number(perSecond) >= 0 && Number.isFinite(perSecond)),
        field(1),
        `is ${show(perSecond)}; give operations per second, 0 or more`,
      ),
    ]
  })
}

/** Recovery is measured against the rate that the warm-up ends with, and the census reads at it. */
function baseline(scenario: unknown): Problem[] {
  const warmUpMs = milliseconds(get(scenario, 'warmUp'))
  return when(
    rateAt(trafficFigures(scenario).rate, warmUpMs) === 0,
    'traffic.rate',
    `is 0 when the warm-up ends, at ${formatDuration(warmUpMs)}; make it higher there: the baseline needs operations`,
  )
}

function operations(scenario: unknown): Problem[] {
  const traffic = get(scenario, 'traffic')
  const shares = get(traffic, 'operations')
  const [read, write] = [number(get(shares, 'read')), number(get(shares, 'write'))]
  if (get(traffic, 'sessionLength') !== undefined) {
    return when(read + write === 0, 'traffic.operations', 'are none; give shares of reads and writes above 0')
  }
  const sum = read + write + number(get(shares, 'logout') ?? 0)
  const problem = `add up to ${Number(sum.toFixed(6))}; make them add up to 1`
  return when(Math.abs(sum - 1) > 1e-9, 'traffic.operations', problem)
}

function sessionLength(scenario: unknown): Problem[] {
  const field = 'traffic.sessionLength'
  const traffic = get(scenario, 'traffic')
  const lengthMs = milliseconds(get(traffic, 'sessionLength'))
  const { thinkMs } = trafficFigures(scenario)
  const shortestMs = fewestThinkTimes * thinkMs
  return [
    ...when(
      get(traffic, 'sessionLength') !== undefined && get(traffic, 'operations', 'logout') !== undefined,
      field,
      'says how often users log out, and traffic.operations.logout does, too; leave out one of them',
    ),
    ...when(
      lengthMs < shortestMs,
      field,
      `is ${formatDuration(lengthMs)}, but a user does something every ${formatDuration(thinkMs)} only; ` +
        `make it ${formatDuration(shortestMs)} or longer, or have fewer users or a higher rate`,
    ),
  ]
}

function tabs(scenario: unknown): Problem[] {
  const count = number(get(scenario, 'traffic', 'tabs'))
  const others = get(scenario, 'traffic', 'tabs') !== undefined && count !== 1
  return [
    ...when(count > mostTabs, 'traffic.tabs', `is ${count}; a session can be open in ${mostTabs} at most`),
    ...when(
      get(scenario, 'traffic', 'writeAtLogout') === true && !others,
      'traffic.writeAtLogout',
      'needs another tab to write in; give traffic.tabs as 2 or more',
    ),
  ]
}

function logins(scenario: unknown): Problem[] {
  const { users, rate } = trafficFigures(scenario)
  const warmUpMs = milliseconds(get(scenario, 'warmUp'))
  const loginsPerSecond = (users / (warmUpMs * loginShareOfWarmUp)) * 1_000
  const ratePerSecond = (operationsBetween(rate, { fromMs: 0, toMs: warmUpMs }) / warmUpMs) * 1_000
  return when(
    loginsPerSecond > mostLoginsPerArrival * ratePerSecond,
    'warmUp',
    `of ${formatDuration(warmUpMs)} is too short for ${users} users: ${Math.round(loginsPerSecond)} logins per second ` +
      `beside ${shown(ratePerSecond)} operations per second; make it longer, or have fewer users or a higher rate`,
  )
}

const shown = (perSecond: number) => String(Number(perSecond.toFixed(1)))
