import { once } from 'node:events'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { expect, onTestFinished, test, vi } from 'vitest'
import { controlD, openTerminal, unwrap } from './open-terminal.js'
import { openMcpFolder, seeEnd, serveCaller, serviceToken } from './serve-mcp.js'
import { runProgram } from './run-program.js'
import { mcpServerPath } from './bundle-program.js'

// Each starts several programs of Node.
vi.setConfig({ testTimeout: 90_000 })

const prompt = '\u001B[32m>\u001B[39m '

test('a chat with the tools of a server, which dies in the middle', async () => {
  const environment = await serveCaller('files__')
  const { config, log, readPids } = await openMcpFolder()
  const chosen = ['look', 'change', 'environment', 'refuse', 'die'].map((name) => `files__${name}`).join()
  const terminal = openTerminal(['chat', '--mcp-config', config, '--log', log, '--mcp-tools', chosen], environment)
  await terminal.see('MCP server files: 5 of 6 tools')
  const pids = await readPids()
  const ask = async (text: string) => {
    await terminal.see(prompt)
    terminal.type(`${text}\r`)
  }
  const allow = async (name: string, answer: string) => {
    await ask(`use ${name}`)
    await terminal.see(`run files__${name} {}? (y/N/always) `)
    terminal.type(`${answer}\r`)
    return terminal.see('prompt tokens')
  }

  expect(await allow('change', 'always')).toContain('result: change is done')
  await ask('use change')
  expect(await terminal.see('prompt tokens')).not.toContain('(y/N')
  // What the server says about a tool is no reason to trust it.
  expect(await allow('look', '')).toContain('the user did not allow the call')
  expect(await allow('refuse', 'y')).toContain('result: Error: files__refuse failed: refuse is done')
  expect(await allow('environment', 'y')).toContain('{"SERVICE_TOKEN":"***","TABBY_API_KEY":"none"}')
  const death = await allow('die', 'y')
  expect(unwrap(death)).toContain('the MCP server files has ended: its tools fail until you start the chat again')
  expect(death).toContain('result: Error: files__die failed: the MCP server files has ended')
  expect(await allow('look', 'y')).not.toContain('until you start')
  await seeEnd(pids)
  await ask('[[notool]] Hello')
  await terminal.see('prompt tokens')
  await terminal.see(prompt)
  terminal.type(controlD)
  expect(await terminal.ended).toBe(0)

  expect(terminal.output).not.toContain('the token is')
  expect(terminal.output).not.toContain(serviceToken)
  const lines = (await readFile(log, 'utf8')).trim().split('\n')
  const written = lines.map((line) => JSON.parse(line) as { type: string })
  expect(written.filter(({ type }) => type === 'stderr')).toMatchObject([{ server: 'files', text: 'the token is ***' }])
  expect(written.map(({ type }) => type)).toEqual(expect.arrayContaining(['prompt', 'reply']))
  expect((await stat(log)).mode & 0o777).toBe(0o600)
})

test('in a pipe, tools that only read run if the user trusts their server, and others do not', async () => {
  const environment = await serveCaller('files__')
  const ask = async (name: string, ...flags: string[]) => {
    const { config, pidFile } = await openMcpFolder()
    const run = await runProgram(['chat', '--mcp-config', config, '--json', ...flags, `use ${name}`], { environment })
    // It had the time to leave by itself.
    expect(await readFile(pidFile, 'utf8')).toContain('left')
    return run
  }
  const [refused, looked, changed] = await Promise.all([
    ask('look'),
    ask('look', '--allow-read-only'),
    ask('change', '--allow-read-only'),
  ])
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('use --yes') })
  expect(looked.stdout).toContain('"content":"look is done"')
  expect(changed.stdout).toContain('"problem":"nobody is there to allow the call"')
})

async function findClosedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

test('what cannot be started is named, without its arguments', async () => {
  const environment = await serveCaller('')
  const { pidFile, readPids } = await openMcpFolder()
  const chat = (...words: string[]) => runProgram(['chat', '--yes', ...words, 'Hi'], { environment })
  const first = ['--mcp', `"${process.execPath}" ${mcpServerPath} ${pidFile}`]
  const [missing, ended, unreachable, own] = await Promise.all([
    chat(...first, '--mcp', '/nowhere/mcp-server-notes --token my-secret-token'),
    chat('--mcp', `"${process.execPath}" --eval "process.exit(3)"`),
    chat('--mcp', `http://127.0.0.1:${await findClosedPort()}/mcp?key=my-secret-token`),
    chat('--mcp-tools', 'x'),
  ])
  expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining('server notes did not start: ') })
  expect(missing.stderr).toContain('the command was not found')
  expect(missing.stderr + unreachable.stderr).not.toContain('my-secret-token')
  await seeEnd(await readPids())
  expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('it ended before it was ready') })
  expect(unreachable).toMatchObject({ code: 1, stderr: expect.stringContaining('ECONNREFUSED') })
  expect(own).toMatchObject({ code: 2, stderr: expect.stringContaining('--mcp-tools is for MCP servers') })
})

test('a server over HTTP gets its headers, and only known tools can be chosen', async () => {
  const environment = await serveCaller('wiki__')
  const seen = new Set<unknown>()
  const answer = createMcpHandler(() => {
    const server = new McpServer({ name: 'wiki', version: '1.0.0' })
    server.registerTool('look', { description: 'Looks' }, () => ({
      content: [{ type: 'text', text: `${[...seen].join()} is done` }],
    }))
    return server
  })
  const server = createServer(async (incoming, outgoing) => {
    seen.add(incoming.headers['x-wiki-key'])
    const { method = '', headers } = incoming
    const body = method === 'POST' ? await new Response(Readable.toWeb(incoming) as ReadableStream).text() : null
    const init = { method, headers: headers as Record<string, string>, body }
    const response = await answer.fetch(new Request(`http://127.0.0.1${incoming.url}`, init))
    outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { folder } = await openMcpFolder()
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`
  const config = join(folder, 'wiki.json')
  await writeFile(config, JSON.stringify({ mcpServers: { wiki: { url, headers: { 'x-wiki-key': serviceToken } } } }))
  const chat = (...words: string[]) =>
    runProgram(['chat', '--yes', '--mcp-config', config, ...words, 'use look'], { environment })
  const [run, refused] = await Promise.all([chat(), chat('--mcp-tools', 'wiki__look,wiki__lok')])
  // A key that a server repeats is not shown.
  expect(run).toMatchObject({ code: 0, stdout: 'I see.\n', stderr: expect.stringContaining('result: *** is done') })
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('no MCP server has a tool wiki__lok:') })
})
