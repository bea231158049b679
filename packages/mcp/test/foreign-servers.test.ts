import { spawn } from 'node:child_process'
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CallToolResult, Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { runTools, streamTools } from '@tabby/chat'
import { createTabbyClient } from '@tabby/core'
import { createDemoWorld, type World } from '@tabby/emulator'
import { readAll, serveEmulator } from '@tabby/emulator/testing'
import { expect, onTestFinished, test, vi } from 'vitest'
import { allowReadOnly, listMcpTools } from '../src/index.js'
import { connectServer, findServer } from './connect-client.js'

// Each test starts a program of Node, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 30_000 })

/** A client of a model that calls a tool once and answers when it has read the result. */
async function openModel(conversation: NonNullable<World['conversation']>) {
  const world = { ...createDemoWorld(), conversation }
  const { emulator, url } = await serveEmulator({ world, journal: 20, closeWith: onTestFinished })
  return { emulator, client: createTabbyClient({ baseUrl: url }) }
}

const ask = { messages: [{ role: 'user', content: 'Please begin' }] }

test('server-everything over stdio: the tool runs, and the model reads its result', async () => {
  const { mcp } = await connectServer('server-everything', ['stdio'])
  const tools = await listMcpTools(mcp, {
    prefix: 'all__',
    filter: ({ name }) => name === 'echo' || name === 'get-sum',
  })
  expect(tools.map((tool) => tool.function.name).sort()).toEqual(['all__echo', 'all__get-sum'])
  expect(tools[0]!.function.parameters).not.toHaveProperty('$schema')
  const { client } = await openModel([
    { when: 'Echo: fjord', answer: 'It said fjord.' },
    { when: 'begin', answer: { toolCalls: [{ name: 'all__echo', arguments: { message: 'fjord' } }] } },
  ])
  const { text, steps } = await runTools(client, ask, { tools })
  expect(text).toBe('It said fjord.')
  expect(steps[0]!.results[0]).toMatchObject({ name: 'all__echo', content: 'Echo: fjord' })
})

test('server-everything over streamable HTTP: the same', async () => {
  const port = 20_000 + Math.floor(Math.random() * 20_000)
  const env = { ...process.env, PORT: String(port) }
  const child = spawn(process.execPath, [findServer('server-everything'), 'streamableHttp'], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  await new Promise((resolve) => child.stderr.once('data', resolve))
  const mcp = new Client({ name: 'test', version: '1.0.0' })
  for (let attempt = 1; ; attempt++) {
    const transport = new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${port}/mcp`))
    const error = await mcp.connect(transport).then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    if (!error) break
    if (attempt === 40) throw error
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  onTestFinished(() => mcp.close())
  const tools = await listMcpTools(mcp, { filter: ({ name }) => name === 'get-sum' })
  const { client } = await openModel([
    { when: 'sum of 2 and 3', answer: 'Five.' },
    { when: 'begin', answer: { toolCalls: [{ name: 'get-sum', arguments: { a: 2, b: 3 } }] } },
  ])
  expect((await runTools(client, ask, { tools })).text).toBe('Five.')
})

test('server-filesystem over stdio: reading is allowed, writing is not, and the model is told why', async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'tabby-mcp-')))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'note.txt'), 'The fjord is deep.')
  const { mcp } = await connectServer('server-filesystem', [folder])
  // All of them together do not fit the context of the demo model.
  const chosen = ['read_text_file', 'write_file']
  const tools = await listMcpTools(mcp, { filter: ({ name }) => chosen.includes(name) })
  const path = join(folder, 'note.txt')
  const { client } = await openModel([
    { when: 'fjord is deep', answer: 'Deep.' },
    { when: 'only tools that read', answer: { toolCalls: [{ name: 'read_text_file', arguments: { path } }] } },
    { when: 'begin', answer: { toolCalls: [{ name: 'write_file', arguments: { path, content: 'gone' } }] } },
  ])
  const { text, steps } = await runTools(client, ask, { tools, approve: allowReadOnly(tools) })
  expect(steps[0]!.results[0]!.problem).toContain('write_file may change something')
  expect(steps[1]!.results[0]!.content).toContain('The fjord is deep.')
  expect(text).toBe('Deep.')
})

test('a failure that the server reports is a problem of the run, which the model is told', async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'tabby-mcp-')))
  onTestFinished(() => rm(folder, { recursive: true }))
  const { mcp } = await connectServer('server-filesystem', [folder])
  const tools = await listMcpTools(mcp, { filter: ({ name }) => name === 'read_text_file' })
  const { client } = await openModel([
    { when: 'denied', answer: 'I may not.' },
    { when: 'begin', answer: { toolCalls: [{ name: 'read_text_file', arguments: { path: '/etc/passwd' } }] } },
  ])
  const events = await readAll(streamTools(client, ask, { tools }))
  const [result] = events.flatMap((event) => (event.type === 'tool-result' ? [event.result] : []))
  expect(result!.problem).toMatch(/^read_text_file failed: Access denied/)
  expect(result!.content).toBe(`Error: ${result!.problem}`)
  expect(events.at(-1)).toMatchObject({ type: 'finish', run: { text: 'I may not.' } })
})

test('a failure without words says so, and arguments that are not an object are not sent', async () => {
  const inputSchema = { type: 'object' as const }
  const callTool = vi.fn<() => Promise<CallToolResult>>(async () => ({ content: [], isError: true }))
  const [tool] = await listMcpTools({ listTools: async () => ({ tools: [{ name: 'mute', inputSchema }] }), callTool })
  const context = { signal: new AbortController().signal, call: { function: { name: 'mute', arguments: '' } } }
  await expect(tool!.run({}, context)).rejects.toThrow('its server does not say why')
  await expect(tool!.run(['no object'], context)).rejects.toThrow('the arguments must be an object')
  expect(callTool).toHaveBeenCalledTimes(1)
})

test('a server that dies makes the tool throw, and onToolError decides', async () => {
  const { mcp, transport } = await connectServer('server-everything', ['stdio'])
  const tools = await listMcpTools(mcp, { filter: ({ name }) => name === 'echo' })
  const conversation = [
    { when: 'echo failed', answer: 'It is gone.' },
    { when: 'begin', answer: { toolCalls: [{ name: 'echo', arguments: { message: 'x' } }] } },
  ]
  const { client } = await openModel(conversation)
  process.kill(transport.pid!, 'SIGKILL')
  await expect(runTools(client, ask, { tools })).rejects.toMatchObject({ code: 'tool_failed' })
  const { text } = await runTools(client, ask, { tools, onToolError: 'tell-model' })
  expect(text).toBe('It is gone.')
})

const unused = { listTools: () => expect.fail('called'), callTool: () => expect.fail('called') } as never

test.each([
  ['no client', () => listMcpTools({} as never)],
  ['a prefix with a space', () => listMcpTools(unused, { prefix: 'a b' })],
  ['a filter that is not a function', () => listMcpTools(unused, { filter: 'x' as never })],
  ['no list for allowReadOnly', async () => allowReadOnly(undefined as never)],
])('%s is refused', async (_name, call) => {
  await expect(call()).rejects.toMatchObject({ code: 'request_refused' })
})
