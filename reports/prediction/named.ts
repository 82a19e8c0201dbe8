/** So many sessions are named where prediction and observation differ; the rest is counted. */
const mostNamed = 100

/** Counts all and names the first hundred. */
export function named() {
  const sessions: string[] = []
  return {
    count: 0,
    add(session: string) {
      this.count++
      if (sessions.length < mostNamed) sessions.push(session)
    },
    result() {
      return { count: this.count, sessions: [...sessions] }
    },
  }
}
