import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { serveEmulator } from '@tabby/emulator/testing'
import { expect, test } from 'vitest'
import { writeCurl } from './write-curl.js'
import { writePython } from './write-python.js'

const body = JSON.stringify({ messages: [{ role: 'user', content: "it's $HOME" }], stream: true, logprobs: null })

test('the same request is written for curl and Python, with the key from the environment', () => {
  const exchange = { method: 'POST', path: '/v1/chat/completions', baseUrl: 'http://127.0.0.1:5000', requestBody: body }
  expect(writeCurl(exchange)).toBe(
    `curl -N -X POST 'http://127.0.0.1:5000/v1/chat/completions' \\\n  -H "x-api-key: $TABBY_API_KEY" \\\n` +
      `  -H 'content-type: application/json' \\\n  -d '${body.replace("'", `'\\''`)}'\n`,
  )
  expect(writePython(exchange)).toContain('    headers={"x-api-key": os.environ["TABBY_API_KEY"]},\n')
  expect(writePython(exchange)).toContain('"stream": True')
  expect(writePython(exchange)).toContain('"logprobs": None')
  const get = { method: 'GET', path: '/health', baseUrl: 'http://127.0.0.1:5000', requestBody: undefined }
  expect(writeCurl(get)).toBe("curl 'http://127.0.0.1:5000/health'\n")
})

test('a shell sends what the page sent', async () => {
  await using server = await serveEmulator({ journal: 5 })
  const path = '/v1/token/encode'
  const requestBody = JSON.stringify({ text: `it's "$HOME" \\ \n` })
  const command = writeCurl({ method: 'POST', path, baseUrl: server.url, requestBody })
  // Not at once: the server lives in this process.
  await promisify(execFile)('sh', ['-c', command])
  expect(server.emulator.journal.find((entry) => entry.path === path)?.body).toBe(requestBody)
})
