/** What a container is one of, as numbers tell: `memcached` of `memcached-2`; itself, where it has no number. */
export const kindOf = (container: string) => container.replace(/-\d+$/, '')

/** Whether a scenario that says `service` means this container, by its own name or by that of all of its kind. */
export const isMeantBy = (service: string, container: string) =>
  service === container || service === kindOf(container)

/** Whether a name is of one container alone, `web-2` or `redis-primary`: those of a kind have no hyphen. */
export const isOne = (service: string) => service.includes('-')
