import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { expect, onTestFinished, test, vi } from 'vitest'
import { programPath } from './bundle-program.js'
import { runProgram } from './run-program.js'
import { seeEnd } from './serve-mcp.js'
import { serveWorld } from './serve-world.js'

vi.setConfig({ testTimeout: 60_000 })

/** The program as a child of a client of the SDK. */
async function connect(words: readonly string[], env: Record<string, string>) {
  const mcp = new Client({ name: 'test', version: '1.0.0' })
  const transport = new StdioClientTransport({ command: process.execPath, args: [programPath, 'mcp', ...words], env })
  await mcp.connect(transport)
  onTestFinished(() => mcp.close())
  return { mcp, pid: transport.pid! }
}

const hello = { messages: [{ role: 'user', content: 'Hello' }] }

test('a client has the tools of the server, with progress and cancellation, until it leaves', async () => {
  const { asUser, emulator } = await serveWorld()
  const { mcp, pid } = await connect([], asUser)
  const { tools } = await mcp.listTools()
  const names = ['chat', 'complete', 'embed', 'count_tokens', 'list_models', 'get_model']
  expect(tools.map(({ name }) => name)).toEqual(names)

  const controller = new AbortController()
  const progress: unknown[] = []
  const onprogress = (step: unknown) => {
    progress.push(step)
    controller.abort()
  }
  const long = { name: 'chat', arguments: { messages: [{ role: 'user', content: '[[len:2000]]' }] } }
  const cancelled = mcp.callTool(long, { signal: controller.signal, onprogress })
  await expect(cancelled).rejects.toBeInstanceOf(Error)
  expect(progress[0]).toMatchObject({ progress: 1 })
  await vi.waitFor(() => expect(emulator.journal.at(-1)!.leftAfterMilliseconds).toBeGreaterThan(0), 10_000)

  await mcp.close()
  await seeEnd([pid])
})

test('an admin loads models, if the key and the flag are there', async () => {
  const { asAdmin, asUser } = await serveWorld()
  const [{ mcp }, without] = await Promise.all([
    connect(['--admin'], asAdmin),
    runProgram(['mcp', '--admin'], { environment: asUser }),
  ])
  expect(without).toMatchObject({ code: 4, stdout: '', stderr: expect.stringContaining('TABBY_ADMIN_KEY') })
  const result = await mcp.callTool({ name: 'unload_model', arguments: {} })
  expect(result).toMatchObject({ content: [{ text: 'The model is unloaded' }] })
  const failure = await mcp.callTool({ name: 'chat', arguments: hello })
  expect(failure.isError).toBe(true)
})

test('standard output carries the protocol alone, and the program ends with its input', async () => {
  const child = spawn(process.execPath, [programPath, 'mcp'], { env: { TABBY_BASE_URL: 'http://127.0.0.1:9' } })
  onTestFinished(() => void child.kill('SIGKILL'))
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (data) => (stdout += data))
  child.stderr.on('data', (data) => (stderr += data))
  const send = (id: number, method: string, params: object) =>
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`)
  const clientInfo = { name: 'test', version: '1' }
  child.stdin.write('this is not a message\n')
  send(1, 'initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo })
  send(2, 'tools/call', { name: 'list_models', arguments: {} })
  await vi.waitFor(() => expect(stdout.split('\n')).toHaveLength(3), 30_000)
  const [first, second] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(first).toMatchObject({ id: 1, result: { serverInfo: { name: 'tabbyapi' } } })
  // A server that is not there is a failure of the tool and not of the program.
  expect(second).toMatchObject({ id: 2, result: { isError: true } })
  const ended = once(child, 'close')
  child.stdin.end()
  expect(await ended).toEqual([0, null])
  expect(stderr).toBe('')
})
