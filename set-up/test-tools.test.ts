import { expect, onTestFinished, test, vi } from 'vitest'
import { describeMachine } from './machine.mjs'
import { trackProgress } from './progress.mjs'
import { testTools } from './test-tools.mjs'

const progress = trackProgress(() => {})
const ofAUser = describeMachine({ platform: 'linux', uid: 1000, osRelease: 'ID=debian', env: {} })

test('Git that is missing is said, with the command that installs it', async () => {
  vi.stubEnv('PATH', '/nowhere')
  onTestFinished(() => void vi.unstubAllEnvs())
  await expect(testTools(progress, ofAUser)).rejects.toMatchObject({
    message: expect.stringContaining('Git is missing'),
    remedy: expect.stringMatching(/sudo apt-get install .*\bgit$/),
  })
})
