import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { toJsonSchema } from '@valibot/to-json-schema'
import { expect, test } from 'vitest'
import { readFlags } from '../src/command/read-flags.js'
import { gatewaySettingsSchema } from '../src/settings/gateway-settings.js'
import { readSettings } from '../src/settings/read-settings.js'
import { makeFolder } from './serve-gateway.js'

const server = 'http://127.0.0.1:5000'

/** The settings of a command line. */
function read(words: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const flags = readFlags(words)
  if (flags.command !== 'serve') throw new Error(flags.command)
  return readSettings(flags.settings, environment)
}

function writeConfig(content: unknown): string {
  const path = join(makeFolder(), 'gateway.json')
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

test('a server alone is enough, and then only this machine can call', () => {
  expect(read(['--server', server], { TABBY_API_KEY: 'a-key' })).toEqual({
    servers: [{ url: server, apiKey: 'a-key', weight: undefined, models: undefined }],
    host: '127.0.0.1',
    port: 8080,
    keys: undefined,
    concurrency: undefined,
    maxQueued: 1000,
    cors: [],
    drain: 30_000,
    maxBody: 33_554_432,
    models: {},
    defaults: {},
  })
})

test('a file says the same and more, and flags win over it', () => {
  const config = writeConfig({
    $schema: './settings.schema.json',
    servers: [server, { url: 'http://127.0.0.1:5001', apiKeyVariable: 'KEY_B', weight: 2, models: ['big'] }],
    keys: 'keys.json',
    port: 9000,
    drain: 5,
    models: { a: 'b' },
    defaults: { min_p: 0.1 },
  })
  const settings = read(['--config', config, '--port', '9001', '--host', '0.0.0.0'], { TABBY_API_KEY: '1', KEY_B: '2' })
  expect(settings).toMatchObject({
    servers: [
      { url: server, apiKey: '1' },
      { url: 'http://127.0.0.1:5001', apiKey: '2', weight: 2, models: ['big'] },
    ],
    keys: join(config, '..', 'keys.json'),
    port: 9001,
    host: '0.0.0.0',
    drain: 5000,
    models: { a: 'b' },
    defaults: { min_p: 0.1 },
  })
})

test.each([
  [[], /No server is given: use --server URL/],
  [['--server', 'nonsense'], /the command line: servers\.0/],
  [['--server', server, '--port', '70000'], /port/],
  [['--server', server, '--port', 'x'], /--port needs a number/],
  [['--server', server, '--concurrency', '0'], /concurrency/],
  [['--server', server, '--cors', '*'], /cors\.0: must be an origin, such as https:\/\/chat\.example/],
  [['--server', server, '--cors', 'https://chat.example/'], /cors\.0: must be an origin/],
  [['--server', server, '--cors', 'chat.example'], /cors\.0: must be an origin/],
  [['--server', server, '--host', '0.0.0.0'], /Everyone who can reach 0\.0\.0\.0/],
  [['--server', server, '--sever', server], /--sever/],
  [['--server', server, 'more'], /more/],
  [['keys'], /keys add NAME/],
  [['keys', 'add', '--keys', 'a'], /needs one name/],
  [['keys', 'add', 'alice'], /needs --keys/],
])('%j is refused by name', (words, message) => {
  expect(() => read(words)).toThrow(message)
})

test.each([
  ['{', /could not be read/],
  [{ server }, /server/],
  [{ servers: [] }, /servers/],
  [{ servers: [{ url: server, apiKey: 'secret' }] }, /servers\.0/],
])('a file with %j is refused by name', (content, message) => {
  expect(() => read(['--config', writeConfig(content)])).toThrow(message)
  expect(() => read(['--config', writeConfig(content)])).not.toThrow(/secret/)
})

test('--host needs --keys only where others can reach it', () => {
  for (const host of ['127.0.0.1', '127.1.2.3', '::1', 'localhost']) {
    expect(read(['--server', server, '--host', host]).host).toBe(host)
  }
  expect(read(['--server', server, '--host', '::', '--keys', 'k']).keys).toBe('k')
  expect(() => read(['--server', server, '--host', '127.evil.example'])).toThrow(/Everyone/)
})

test('the settings that the README and the guide on containers show can be read, in the image of the README', () => {
  for (const path of ['../README.md', '../../docs/guides/containers.md']) {
    const text = readFileSync(new URL(path, import.meta.url), 'utf8')
    const shown = [...text.matchAll(/^```json\n(.*?)^```/gms)].map(([, block]) => block!)
    expect(shown).toHaveLength(1)
    const flags = ['--host', '0.0.0.0', '--keys', '/etc/tabby/keys.json', '--config', writeConfig(shown[0])]
    const settings = read([...flags, '--drain', '30'], { TABBY_API_KEY: '1', TABBY_API_KEY_B: '2' })
    expect(settings).toMatchObject({ host: '0.0.0.0', keys: '/etc/tabby/keys.json', drain: 30_000 })
  }
})

test('the schema of the file is the one that is published', () => {
  const published = JSON.parse(readFileSync(new URL('../settings.schema.json', import.meta.url), 'utf8')) as object
  const { $schema, ...made } = toJsonSchema(gatewaySettingsSchema, { errorMode: 'ignore' })
  expect({ $schema, title: 'Settings of tabby-gateway', ...made }).toEqual(published)
})
