import { describe, expect, test } from 'vitest'
import { createDemoWorld, createEmulator, WorldError } from '../../src/index.js'
import type { Conversation } from '../../src/index.js'
import { serveEmulator } from '../../src/testing/index.js'
import { ask, chatPath, completionPath, contentOf, serve } from './serve.js'

async function play(conversation: Conversation) {
  const served = await serve({ world: { ...createDemoWorld(), conversation } })
  const say = async (content: string, role = 'user'): Promise<string> =>
    (await served.json(chatPath, { messages: [{ role, content }] })).body.choices[0].message.content
  return { ...served, say }
}

describe('a line of a conversation', () => {
  test('gives its answers in turn, one for each request, and then the last', async () => {
    const { json, say, events } = await play([{ when: 'ready', answers: ['No.', { content: 'Wait.' }, 'Yes.'] }])
    expect(await say('Ready?')).toBe('No.')
    expect(contentOf((await events(chatPath, ask('ready now?'))).events)).toBe('Wait.')
    const { body } = await json(chatPath, { ...ask('ready?'), n: 2 })
    expect(body.choices.map((choice) => choice.message.content)).toEqual(['Yes.', 'Yes.'])
    expect(await say('READY')).toBe('Yes.')
  })

  test('is used up after its times, and the next one that fits counts', async () => {
    const { say } = await play([
      { when: 'x', times: 2, answers: ['one', 'two', 'three'] },
      { when: '/^x$/', answer: 'later' },
    ])
    expect([await say('x'), await say('x'), await say('x')]).toEqual(['one', 'two', 'later'])
  })

  test('may ask for a role, which a text completion does not have', async () => {
    const { json, say } = await play([
      { role: 'tool', answer: 'from a tool' },
      { role: 'user', when: 'hi', answer: 'from a user' },
      { answer: 'from anybody' },
    ])
    expect([await say('hi', 'tool'), await say('hi'), await say('hi', 'system')]).toEqual([
      'from a tool',
      'from a user',
      'from anybody',
    ])
    const { body } = await json(completionPath, { prompt: 'hi', max_tokens: 9 })
    expect(body.choices[0].text).toBe('from anybody')
  })

  test('is not used up by a request that the server refuses', async () => {
    const { json, say } = await play([{ times: 1, answer: 'once' }, { answer: 'after' }])
    expect((await json(chatPath, ask('word '.repeat(9000)))).status).toBe(400)
    expect([await say('x'), await say('x')]).toEqual(['once', 'after'])
  })
})

test('a strict conversation refuses what it does not script, plain and streamed, without repeating it', async () => {
  const { json, say, post } = await play({ strict: true, lines: [{ when: 'known', answer: 'yes' }] })
  expect(await say('known')).toBe('yes')
  for (const fields of [{}, { stream: true }]) {
    const response = await post(chatPath, { ...ask('secret'), ...fields })
    const text = await response.text()
    expect(response.status).toBe(400)
    expect(text).toContain('No line of the scripted conversation fits this request')
    expect(text).not.toContain('secret')
  }
  expect((await json(completionPath, { prompt: 'other', max_tokens: 5 })).status).toBe(400)
})

describe('the conversation of a running emulator', () => {
  const answerOf = async (url: string): Promise<string> => {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(url + chatPath, { method: 'POST', headers, body: JSON.stringify(ask('x')) })
    return ((await response.json()) as any).choices[0].message.content
  }

  test('is switched, and begins anew', async () => {
    await using server = await serveEmulator({ control: true })
    const conversation = [{ answers: ['one', 'two'] }]
    server.emulator.switchConversation(conversation)
    expect([await answerOf(server.url), await answerOf(server.url)]).toEqual(['one', 'two'])
    server.emulator.switchConversation(conversation)
    expect(await answerOf(server.url)).toBe('one')
    const body = JSON.stringify({ lines: [{ answer: 'over HTTP' }], strict: true })
    const put = await fetch(`${server.url}/emulator/conversation`, { method: 'PUT', body })
    expect([put.status, await answerOf(server.url)]).toEqual([200, 'over HTTP'])
  })

  test('stays as it is when the new one is broken', async () => {
    await using server = await serveEmulator({ control: true })
    server.emulator.switchConversation([{ answer: 'kept' }])
    expect(() => server.emulator.switchConversation([{ when: '/(/', answer: 'x' }])).toThrow(WorldError)
    const put = await fetch(`${server.url}/emulator/conversation`, {
      method: 'PUT',
      body: '[{"when":"/(/","answer":""}]',
    })
    expect(await put.text()).toContain('conversation.0.when: this regular expression is broken')
    expect([put.status, await answerOf(server.url)]).toEqual([400, 'kept'])
  })
})

test.each([
  [[{ when: '/a(/', answer: 'x' }], 'conversation.0.when: this regular expression is broken'],
  [[{ when: '/a/q', answer: 'x' }], 'conversation.0.when: this regular expression is broken'],
  [[{ when: 'a' }], 'conversation.0: a line needs either "answer" or "answers"'],
  [[{ answer: 'a', answers: ['b'] }], 'conversation.0: a line needs either "answer" or "answers"'],
  [[{ answers: [] }], 'conversation.0.answers: there must be at least one answer'],
  [[{ answer: 'a', times: 0 }], 'conversation.0.times: '],
  [[{ answer: 'a', wenn: 'b' }], 'conversation.0.wenn: this key is not known'],
  [{ lines: [], strikt: true }, 'conversation.strikt: this key is not known'],
])('the conversation %j is refused by name', (conversation: any, message) => {
  expect(() => createEmulator({ world: { ...createDemoWorld(), conversation } })).toThrow(message)
  expect(() => createEmulator().switchConversation(conversation)).toThrow(message)
})
