import { expect, test } from 'vitest'
import { servicesIn } from './declared-services.ts'

const compose = `
x-labels: &labels
  outlast.kind: target
# A node.
x-node: &node
  labels: { <<: *labels }
  profiles: [cluster]

services:
  web-1:
    labels: *labels

  # With a replica.
  primary:
    profiles: [replicated]
  replica:
    image: node
    profiles: [replicated, other]

  cluster-1:
    <<: *node
    image: node
  cluster-2:
    <<: *node
    profiles: [other]

  traffic:
    profiles: [traffic]

volumes:
  cluster-1:
    labels: *labels
`

test('each profile has its containers, in order, of whomever it is said; web servers and the traffic have none', () => {
  expect([...servicesIn(compose)]).toEqual([
    ['cluster', ['cluster-1']],
    ['other', ['replica', 'cluster-2']],
    ['replicated', ['primary', 'replica']],
  ])
})
