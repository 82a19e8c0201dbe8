import { h } from './node.ts'

/** What stands where a number is not known, so that nobody takes it for one, or for a zero. */
export const unknown = h('span', { class: 'unknown' }, 'not known')
