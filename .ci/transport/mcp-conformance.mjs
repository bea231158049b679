// The server scenarios of MCP's own conformance suite against @tabby/mcp/server, over streamable HTTP. The suite needs
// Node 22, so it runs in the runtime that is installed for it.
import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { createTabbyClient } from '../../packages/core/dist/index.js'
import { createEmulator } from '../../packages/emulator/dist/index.js'
import { createTabbyMcpServer } from '../../packages/mcp/dist/server.js'
import { createReport } from '../report.mjs'
import { root } from '../workspace.mjs'
import { installRuntimes } from './install.mjs'

/** What applies to a server that has tools alone, without sessions. */
const applying = ['server-initialize', 'ping', 'tools-list', 'server-sse-multiple-streams', 'dns-rebinding-protection']

/** Expected failures, and why. One that passes is reported too. */
const expected = {
  'it calls a tool that only the example server of the suite has': [
    'tools-call-simple-text',
    'tools-call-image',
    'tools-call-audio',
    'tools-call-embedded-resource',
    'tools-call-mixed-content',
    'tools-call-with-logging',
    'tools-call-error',
    'tools-call-with-progress',
    'tools-call-sampling',
    'tools-call-elicitation',
    'elicitation-sep1034-defaults',
    'elicitation-sep1330-enums',
  ],
  'the server offers tools, and no resources': [
    'resources-list',
    'resources-read-text',
    'resources-read-binary',
    'resources-templates-read',
    'resources-subscribe',
    'resources-unsubscribe',
  ],
  'the server offers tools, and no prompts': [
    'prompts-list',
    'prompts-get-simple',
    'prompts-get-with-args',
    'prompts-get-embedded-resource',
    'prompts-get-with-image',
  ],
  'the server offers no logging': ['logging-set-level'],
  'the server completes no arguments of prompts': ['completion-complete'],
}

// The SDK that the package is tested with.
const sdk = join(root, 'packages', 'mcp', 'node_modules', '@modelcontextprotocol', 'server', 'dist', 'index.mjs')
const { createMcpHandler, hostHeaderValidationResponse, localhostAllowedHostnames } = await import(pathToFileURL(sdk))

const emulator = createEmulator()
const client = createTabbyClient({ baseUrl: 'http://emulator', fetch: (...request) => emulator.fetch(...request) })
const handler = createMcpHandler(() => createTabbyMcpServer(client))
const server = createServer(async (incoming, outgoing) => {
  const { method, headers, url } = incoming
  const body = method === 'POST' ? Readable.toWeb(incoming) : undefined
  const request = new Request(`http://${headers.host}${url}`, { method, headers, body, duplex: 'half' })
  const refusal = hostHeaderValidationResponse(request, localhostAllowedHostnames())
  const response = refusal ?? (await handler.fetch(request))
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  for await (const bytes of response.body ?? []) outgoing.write(bytes)
  outgoing.end()
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))

const node = join(installRuntimes(), 'node22', 'bin', 'node')
const suite = join(root, 'node_modules', '@modelcontextprotocol', 'conformance', 'dist', 'index.js')
const address = `http://127.0.0.1:${server.address().port}/mcp`
const output = await new Promise((resolve) => {
  const words = [suite, 'server', '--url', address]
  // It fails if any scenario fails; what counts is which ones.
  execFile(node, words, { timeout: 120_000 }, (_error, stdout, stderr) => resolve(stdout + stderr))
})
server.closeAllConnections()
server.close()

const results = new Map(
  Array.from(output.matchAll(/^([✓✗]) (\S+): \d+ passed/gmu), ([, mark, name]) => [name, mark === '✓']),
)
const report = createReport()
for (const name of applying) report.expectNone(name, results.get(name) === true ? [] : [output.slice(-3000)])
for (const [reason, names] of Object.entries(expected)) {
  const passing = names.filter((name) => results.get(name) !== false)
  report.expectNone(`these are expected to fail, because ${reason}`, passing)
}
const listed = new Set([...applying, ...Object.values(expected).flat()])
report.expectNone(
  'each scenario is listed above',
  [...results.keys()].filter((name) => !listed.has(name)),
)
report.finish()
