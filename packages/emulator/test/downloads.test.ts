import { serveEmulator } from '@tabby/emulator/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { recordedWorld } from './generation/serve.js'

async function serve() {
  const { url } = await serveEmulator({ world: recordedWorld(), closeWith: onTestFinished })
  const headers = { 'content-type': 'application/json' }
  const send = async (path: string, body: object) => {
    const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })
    return { status: response.status, text: await response.text() }
  }
  return { send }
}

describe('a download', () => {
  const repositories = [{ id: 'stub/slow', milliseconds: 150 }, { id: 'stub/*' }]

  test.each([
    [
      'with filters that leave nothing',
      { repo_id: 'stub/a', exclude: ['*'] },
      /^\{"detail":"File list for repo stub\/a/,
    ],
    [
      'that is to include nothing, and to exclude something',
      { repo_id: 'stub/a', include: [], exclude: ['x'] },
      /^\{"detail":"File list for repo stub\/a/,
    ],
    ['into a folder of folders', { repo_id: 'stub/a', folder_name: 'nested-model' }, /already exists/],
    ['of a name with a blank', { repo_id: 'stub/a b' }, /^\{"detail":"Repo id must use alphanumeric chars/],
    ['of a name with dots', { repo_id: 'stub/a..b' }, /^\{"detail":"Cannot have -- or \.\. in repo_id/],
    ['of a name in three parts', { repo_id: 'a/b/c' }, /Repo id must be in the form/],
    ['of a name that is too long', { repo_id: `stub/${'x'.repeat(97)}` }, /maximum length is 96/],
  ])('%s is refused', async (_title, body, detail) => {
    const { send } = await serve()
    const { status, text } = await send('/v1/download', body)
    expect(status).toBe(400)
    expect(text).toMatch(detail)
  })

  test.each([
    { include: ['*.json'], exclude: ['tok*'] },
    { exclude: ['*.json'] },
    { include: ['[!a-mo-z]*.[im-o]d', '[]-c]onfig.j[rst]on', '['] },
    { include: [], exclude: [] },
  ])('passes with filters that leave a file in: %j', async (filters) => {
    const { send } = await serve()
    const body = { repo_id: 'stub/a', ...filters }
    expect((await send('/v1/download', body)).text).toBe('{"download_path":"models/a"}')
  })

  test.each(['README.[!m]d', '[a-b]onfig.json', 'config.jso[]n'])(
    'is refused when no file fits %s',
    async (pattern) => {
      const { send } = await serve()
      expect((await send('/v1/download', { repo_id: 'stub/a', include: [pattern] })).status).toBe(400)
    },
  )

  test('passes with letters of any script, and of the longest name', async () => {
    const { send } = await serve()
    for (const name of ['é', 'x'.repeat(96)]) {
      expect((await send('/v1/download', { repo_id: `stub/${name}` })).text).toBe(`{"download_path":"models/${name}"}`)
    }
  })

  test('of a folder that another one is filling is refused', async () => {
    const server = await serveEmulator({ world: { ...recordedWorld(), repositories }, closeWith: onTestFinished })
    const download = (): Promise<number> =>
      fetch(`${server.url}/v1/download`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"repo_id":"stub/slow"}',
      }).then(({ status }) => status)
    expect((await Promise.all([download(), download()])).sort()).toEqual([200, 400])
  })
})
