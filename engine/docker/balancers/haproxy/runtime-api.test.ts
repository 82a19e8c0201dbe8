import { PassThrough } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { TargetError } from '../../../errors.ts'
import { converse, openRenewableApi } from './runtime-api.ts'

/** HAProxy's side of the conversation in prompt mode: what it has heard, and what it says once it has. */
function aHaproxy() {
  const questions = new PassThrough().setEncoding('utf8')
  const answers = new PassThrough().setEncoding('utf8')
  const heard: string[] = []
  questions.on('data', (text: string) => heard.push(...text.trim().split('\n')))
  const says = async (text: string) => {
    await setImmediate()
    answers.write(text)
    await setImmediate()
  }
  return { api: converse(answers, questions), heard, answers, says }
}

test.each([
  ['nothing', '\n> ', ''],
  ['a line', '3.2.26\n\n> ', '3.2.26'],
  ['many lines', '# a,b,\n1,2,\n3,4,\n\n> ', '# a,b,\n1,2,\n3,4,'],
])('an answer of %s comes without its prompt', async (_what, answer, text) => {
  const haproxy = aHaproxy()
  const asked = haproxy.api.ask('show version')
  await haproxy.says(answer)
  expect(await asked).toBe(text)
})

test('an answer is whole however it was cut', async () => {
  const answer = '# pxname,svname,\nweb,web-1,\n\n> '
  for (let cut = 1; cut < answer.length; cut++) {
    const haproxy = aHaproxy()
    const asked = haproxy.api.ask('show stat')
    await haproxy.says(answer.slice(0, cut))
    await haproxy.says(answer.slice(cut))
    expect(await asked).toBe('# pxname,svname,\nweb,web-1,')
  }
})

test('questions are asked one after the other', async () => {
  const { api, heard, says } = aHaproxy()
  const both = Promise.all([api.ask('first'), api.ask('second')])
  await setImmediate()
  expect(heard).toEqual(['first'])
  await says('1\n\n> ')
  expect(heard).toEqual(['first', 'second'])
  await says('2\n\n> ')
  expect(await both).toEqual(['1', '2'])
})

test('an answer that was not expected is HAProxy’s refusal', async () => {
  const { api, says } = aHaproxy()
  const refused = expect(api.tell('del server web/web-1', /^Server deleted/)).rejects.toThrow(
    new TargetError('HAProxy refused "del server web/web-1": No such server.'),
  )
  await says('No such server.\n\n> ')
  await refused
})

test('once HAProxy is gone every question says so', async () => {
  const { api, answers } = aHaproxy()
  const waiting = api.ask('show info')
  await setImmediate()
  answers.end()
  await expect(waiting).rejects.toThrow('HAProxy closed its runtime API')
  await expect(api.ask('show info')).rejects.toThrow('HAProxy closed its runtime API')
})

test('a HAProxy that is silent is not waited for; its late answer is not taken for that of the next question', async () => {
  const patience = vi.spyOn(AbortSignal, 'timeout')
  onTestFinished(() => patience.mockRestore())
  const silence = new AbortController()
  patience.mockReturnValueOnce(silence.signal)
  const { api, heard, says } = aHaproxy()
  const first = api.ask('first')
  await setImmediate()
  silence.abort()
  await expect(first).rejects.toThrow('HAProxy did not answer "first" within 5 s.')
  const second = api.ask('second')
  await says('late\n\n> ')
  expect(heard).toEqual(['first', 'second'])
  await says('2\n\n> ')
  expect(await second).toBe('2')
})

test('a question may be given more time than others', async () => {
  const patience = vi.spyOn(AbortSignal, 'timeout')
  onTestFinished(() => patience.mockRestore())
  const { api, says } = aHaproxy()
  const asked = api.ask('prompt', 30_000)
  await says('\n> ')
  expect(await asked).toBe('')
  expect(patience.mock.calls).toEqual([[30_000]])
})

test('what was given up before its turn is never asked', async () => {
  const patience = vi.spyOn(AbortSignal, 'timeout')
  onTestFinished(() => patience.mockRestore())
  const silence = new AbortController()
  const { api, heard, says } = aHaproxy()
  const first = api.ask('first')
  patience.mockReturnValueOnce(silence.signal)
  const second = api.ask('add server web/web-9')
  silence.abort()
  await expect(second).rejects.toThrow('did not answer')
  await says('1\n\n> ')
  expect(await first).toBe('1')
  expect(heard).toEqual(['first'])
})

test('a successor is asked from its renewal on, and the one before is left', async () => {
  const processes = [aHaproxy(), aHaproxy()]
  const opened = processes.values()
  const left: string[] = []
  const api = await openRenewableApi(async () => {
    const { api } = opened.next().value ?? aHaproxy()
    return { ...api, [Symbol.asyncDispose]: async () => void left.push('left') }
  })
  const [before, after] = processes
  const first = api.ask('first')
  await before?.says('1\n\n> ')
  expect(await first).toBe('1')
  await api.renew()
  expect(left).toEqual(['left'])
  const second = api.tell('second', /^2$/)
  await after?.says('2\n\n> ')
  await second
  expect([before?.heard, after?.heard]).toEqual([['first'], ['second']])
})
