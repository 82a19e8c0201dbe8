import { defineConfig } from 'vitest/config'

const never = ['**/node_modules/**', 'results/**']
/** They lie in tests/, but need neither Docker nor a browser. */
const ofTestsButUnit = ['tests/parts/*.test.ts', 'tests/tidy.test.ts']

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['!(tests)/**/*.test.ts', ...ofTestsButUnit],
          exclude: never,
        },
      },
      {
        test: {
          name: 'docker',
          include: ['tests/**/*.test.ts'],
          exclude: [...never, ...ofTestsButUnit],
          // Files measure, so they must not run beside each other; stacks take their time to start.
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
})
