import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { parseMcpCommand } from './parse-mcp-command.js'
import { readMcpConfig } from './read-mcp-config.js'

test.each([
  ['npx -y @modelcontextprotocol/server-filesystem@2026.8.31 .', 'filesystem'],
  ['uvx mcp-server-fetch', 'fetch'],
  ['node build/notes.js --mcp', 'notes'],
  ['cmd /c npx -y weather-mcp', 'weather'],
  ['docker run -i --rm mcp/time', 'time'],
  ['"C:\\Program Files\\search.exe" -v', 'search'],
  ['./my.server', 'my_server'],
  ['npx', 'npx'],
  ['https://mcp.example.com/mcp?key=1', 'example_com'],
])('%s is named %s', (line, name) => {
  expect(parseMcpCommand(line).name).toBe(name)
})

test('words are split as in a shell, and nothing is expanded', () => {
  const { target } = parseMcpCommand(`npx -y server "my folder" 'a "b"' $HOME *`)
  expect(target).toMatchObject({ command: 'npx', args: ['-y', 'server', 'my folder', 'a "b"', '$HOME', '*'] })
  for (const line of ['', '  ']) expect(() => parseMcpCommand(line)).toThrow('--mcp needs a command line')
  expect(() => parseMcpCommand('http://[')).toThrow('an address that is not valid')
})

async function read(content: unknown) {
  const folder = await mkdtemp(join(tmpdir(), 'tabby-cli-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'mcp.json')
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
  return readMcpConfig(path)
}

test('a file has programs and addresses, and fields of other programs', async () => {
  const files = { command: 'npx', args: ['server'], env: { A: '1' }, cwd: tmpdir(), alwaysAllow: ['x'] }
  const wiki = { type: 'http', url: 'https://wiki.example.com/mcp', headers: { Authorization: 'Bearer x' } }
  const { alwaysAllow: _, ...program } = files
  const { type: __, ...address } = wiki
  expect(await read(`\uFEFF${JSON.stringify({ mcpServers: { files, wiki, bare: { command: 'x' } } })}`)).toEqual([
    { name: 'files', target: program },
    { name: 'wiki', target: address },
    { name: 'bare', target: { command: 'x', args: [], env: {}, cwd: undefined } },
  ])
  expect(await read({ mcpServers: {} })).toEqual([])
})

const secret = 'value-that-stays-secret'
test.each([
  ['no JSON', `{"${secret}`, 'it is not JSON'],
  ['no mcpServers', { servers: { [secret]: {} } }, 'it has no mcpServers'],
  ['a name with a space', { mcpServers: { 'a b': {} } }, '"a b" must have a name of letters'],
  ['neither command nor url', { mcpServers: { a: { comand: secret } } }, '"a" must have a command or a url'],
  ['args that are a string', { mcpServers: { a: { command: secret, args: secret } } }, '"a" must have args'],
  ['a cwd that is a number', { mcpServers: { a: { command: secret, cwd: 1 } } }, '"a" must have a cwd'],
  ['a cwd that is not there', { mcpServers: { a: { command: secret, cwd: `/${secret}` } } }, 'the cwd of "a" is not a'],
  ['an env with a number', { mcpServers: { a: { command: secret, env: { A: 1 } } } }, '"a" must have env that are'],
  ['headers that are a list', { mcpServers: { a: { url: 'http://x', headers: [secret] } } }, '"a" must have headers'],
  ['another protocol', { mcpServers: { a: { url: `ftp://${secret}` } } }, '"a" must have a url that begins with http'],
  ['the old transport', { mcpServers: { a: { type: 'sse', url: `http://${secret}` } } }, '"a" uses SSE'],
])('%s is refused, without any value', async (_name, content, why) => {
  const error: Error = await read(content).then(
    () => expect.unreachable(),
    (thrown) => thrown,
  )
  expect(error).toMatchObject({ name: 'UsageError', message: expect.stringContaining(why) })
  expect(error.message).not.toContain(secret)
})

test('a file that is not there is refused by its name', async () => {
  await expect(readMcpConfig('/nowhere/mcp.json')).rejects.toThrow('/nowhere/mcp.json cannot be read (ENOENT)')
})
