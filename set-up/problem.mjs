/**
 * Why set-up cannot go on: what happened, to what, and what to do about it.
 * The only error whose stack is not shown.
 */
export class Problem extends Error {
  /**
   * @param {string} what what happened, to what
   * @param {string} remedy what to do: usually the exact commands
   */
  constructor(what, remedy) {
    super(what)
    this.name = 'Problem'
    this.remedy = remedy
  }
}
