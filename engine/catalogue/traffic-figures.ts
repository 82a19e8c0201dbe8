import { highestRate, type RatePoint } from '../journal/rate.ts'
import { get, list, milliseconds, number, positive } from './unchecked.ts'

/** What the traffic of a scenario comes to, with what its file leaves out. NaN, or no point, where nobody can tell. */
export interface TrafficFigures {
  users: number
  rate: RatePoint[]
  /** The highest rate. */
  ratePerSecond: number
  /** The mean time between two operations of a user, where the rate is highest. */
  thinkMs: number
  operations: { read: number; write: number; logout: number }
}

/** Two of users, rate and think time make the third: users = rate × think time. */
export function trafficFigures(scenario: unknown): TrafficFigures {
  const traffic = get(scenario, 'traffic')
  const given = {
    users: positive(get(traffic, 'users')),
    rate: ratePoints(get(traffic, 'rate')),
    thinkMs: positive(milliseconds(get(traffic, 'think'))),
  }
  const users = or(given.users, Math.max(1, Math.round((highest(given.rate) * given.thinkMs) / 1_000)))
  const derived = (users / given.thinkMs) * 1_000
  const rate = given.rate.length > 0 || Number.isNaN(derived) ? given.rate : constant(derived)
  const ratePerSecond = highest(rate)
  const thinkMs = or(given.thinkMs, (users / ratePerSecond) * 1_000)
  return { users, rate, ratePerSecond, thinkMs, operations: operationsOf(traffic, thinkMs) }
}

/** The points of a rate as a file has it; what is malformed in them is NaN. */
function ratePoints(rate: unknown): RatePoint[] {
  if (typeof rate === 'number') return rate > 0 ? constant(rate) : []
  return list(rate).map((point) => {
    const [time, perSecond] = list(point)
    return { atMs: milliseconds(time), perSecond: number(perSecond) }
  })
}

const constant = (perSecond: number): RatePoint[] => [{ atMs: 0, perSecond }]

const highest = (rate: readonly RatePoint[]) => (rate.length === 0 ? Number.NaN : highestRate(rate))

const or = (value: number, otherwise: number) => (Number.isNaN(value) ? otherwise : value)

/** A session lives for 1 ÷ the share of logouts of its user's operations, each a think time after the one before. */
function operationsOf(traffic: unknown, thinkMs: number): TrafficFigures['operations'] {
  const shares = get(traffic, 'operations')
  const told = shares !== undefined
  const read = told ? number(get(shares, 'read')) : 0.6
  const write = told ? number(get(shares, 'write')) : 0.38
  const sessionLength = get(traffic, 'sessionLength')
  if (sessionLength === undefined) {
    return { read, write, logout: told ? number(get(shares, 'logout') ?? 0) : 0.02 }
  }
  const logout = thinkMs / positive(milliseconds(sessionLength))
  const others = (1 - logout) / (read + write)
  return { read: read * others, write: write * others, logout }
}
