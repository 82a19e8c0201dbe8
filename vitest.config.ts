import { defineConfig } from 'vitest/config'

const never = ['**/node_modules/**', 'results/**']
/** They lie in tests/, but need neither Docker nor a browser. */
const ofTestsButUnit = ['tests/parts/*.test.ts', 'tests/tidy.test.ts']
/** They measure nothing, and mostly wait for containers: two files at a time. */
const together = [
  'tests/session-stores/*.test.ts',
  'tests/faults/*.test.ts',
  'tests/affinity.test.ts',
  'tests/settings.test.ts',
  'tests/targets.test.ts',
  'tests/docker-cluster.test.ts',
  'tests/stack.test.ts',
  'tests/reaper.test.ts',
]
// Stacks take their time to start.
const patience = { testTimeout: 600_000, hookTimeout: 600_000 }

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['!(tests)/**/*.test.ts', ...ofTestsButUnit],
          exclude: never,
          // They change nothing outside themselves, and a process for each file would take longer than its tests.
          isolate: false,
          // Node runs TypeScript itself, as it does for users: none of these needs a module that is mocked.
          experimental: { viteModuleRunner: false },
          // One core less than there are is the default: half of a machine of two.
          maxWorkers: '100%',
          // Some start a process, which takes its time on a busy machine.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'docker',
          include: ['tests/**/*.test.ts'],
          exclude: [...never, ...ofTestsButUnit, ...together],
          // These measure, so they must not run beside each other.
          fileParallelism: false,
          ...patience,
        },
      },
      {
        test: {
          name: 'docker-together',
          include: together,
          exclude: never,
          maxWorkers: 2,
          maxConcurrency: 2,
          ...patience,
        },
      },
    ],
  },
})
