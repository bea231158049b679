import { createTabbyClient } from '@tabby/core'
import { serveAnswers } from '@tabby/emulator/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { adminKey } from '../test/serve-world.js'
import { downloadModel } from './download-model.js'

describe('the Hugging Face token', () => {
  const token = 'hf_AbCdEfGh1234567890'

  test.each([
    ['as it is', { detail: `Invalid token ${token}` }],
    ['in base64', { detail: Buffer.from(token).toString('base64') }],
    ['in another shape', { error: { message: `no access with ${token}` } }],
    ['in a list', { detail: [{ type: 'x', loc: ['body', token], msg: `not ${token}` }] }],
  ])('is in no error, when the server repeats it %s', async (_name, body) => {
    const server = await serveAnswers({
      status: 400,
      headers: { 'content-type': 'application/json' },
      body: [JSON.stringify(body)],
    })
    onTestFinished(() => server.close())
    const seen: unknown[] = []
    const client = createTabbyClient({ baseUrl: server.url, adminKey, onError: ({ error }) => void seen.push(error) })
    const error = await downloadModel(client, { repo_id: 'owner/name', token }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'invalid_request', status: 400 })
    for (const each of [error, ...seen] as Error[]) {
      const shown = `${each.message} ${each.stack} ${JSON.stringify(each)}`
      expect(shown).not.toContain(token)
      expect(shown).not.toContain(Buffer.from(token).toString('base64'))
    }
    expect(JSON.parse(server.requests[0]!.body)).toMatchObject({ token })
  })
})

test('does not come in by extra, where it would not be kept out of errors', async () => {
  const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:2', adminKey: 'admin-key-for-tests' })
  const call = downloadModel(client, { repo_id: 'owner/name', extra: { token: 'hf_secret' } })
  await expect(call).rejects.toMatchObject({ name: 'TabbyRequestError' })
  await expect(call).rejects.toThrow('POST /v1/download: extra must not hold token, ')
})
