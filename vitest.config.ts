import { defineConfig } from 'vitest/config'

const never = ['**/node_modules/**', 'results/**']

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...never, 'tests/!(parts)/**', 'tests/*.test.ts'],
        },
      },
      {
        test: {
          name: 'docker',
          include: ['tests/**/*.test.ts'],
          exclude: [...never, 'tests/parts/**'],
          // Files measure, so they must not run beside each other; stacks take their time to start.
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
})
