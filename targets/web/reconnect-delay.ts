/**
 * How long to wait before the next attempt to reach a store, in milliseconds. It doubles to a quarter of a second and
 * no further: a store that is back is found at once, and a knock four times a second hurts nobody.
 */
export const reconnectDelayMs = (attempt: number): number => Math.min(25 * 2 ** (attempt - 1), 250)
