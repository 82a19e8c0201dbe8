/**
 * What set-up is doing, one line a task, with how long it took.
 *
 * @typedef {object} Progress
 * @property {(task: string) => void} start ends the task before it
 * @property {(ending?: string) => void} end
 */

/**
 * @param {(text: string) => void} [write]
 * @param {() => number} [nowMs]
 * @returns {Progress}
 */
export function trackProgress(write = (text) => process.stderr.write(text), nowMs = () => performance.now()) {
  /** @type {number | undefined} */
  let startedMs
  /** @type {Progress['end']} */
  const end = (ending = '') => {
    if (startedMs === undefined) return
    write(`${ending}${inSeconds(nowMs() - startedMs)}\n`)
    startedMs = undefined
  }
  return {
    start(task) {
      end()
      write(`${task} … `)
      startedMs = nowMs()
    },
    end,
  }
}

/** @param {number} ms */
export function inSeconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`
}
