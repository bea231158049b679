import { createTabbyClient, requestJson, requestStream } from '@tabby/core'
import { serveAnswers } from '@tabby/emulator/testing'
import { expect, onTestFinished, test, vi } from 'vitest'

const request = { path: '/v1/completions', body: { model: 'wanted' } }
const failure = new Error('not the one')
const refuseOther = ({ model }: { model?: string | null | undefined }) => {
  if (model !== 'wanted') throw failure
}

async function connect(...answers: Parameters<typeof serveAnswers>) {
  const server = await serveAnswers(...answers)
  onTestFinished(() => server.close())
  return { server, client: createTabbyClient({ baseUrl: server.url }) }
}
const serveJson = (body: object) =>
  connect({ headers: { 'content-type': 'application/json' }, body: [JSON.stringify(body)] })
const toEvent = (model: string) => `data: ${JSON.stringify({ model })}\r\n\r\n`

test('`verify` looks at an answer as the schema gave it, beside the body', async () => {
  const verify = vi.fn<(answer: object, body: object) => void>()
  const { client } = await serveJson({ model: 'wanted' })
  const validate = () => ({ value: { model: 'checked' } })
  const schema = { '~standard': { version: 1 as const, vendor: 'test', validate } }
  expect(await requestJson(client, { ...request, schema, verify })).toEqual({ model: 'checked' })
  expect(verify.mock.calls).toEqual([[{ model: 'checked' }, request.body]])
})

test('what `verify` throws is thrown by the call', async () => {
  const { client } = await serveJson({ model: 'other' })
  await expect(requestJson(client, { ...request, verify: refuseOther })).rejects.toBe(failure)
})

test('`verify` looks at each piece of a stream, and what it throws closes the connection', async () => {
  const body = [toEvent('wanted'), toEvent('wanted'), toEvent('other'), toEvent('wanted')]
  const { client, server } = await connect({ body, end: 'open' })
  const stream = await requestStream<{ model: string }>(client, { ...request, verify: refuseOther })
  const seen: string[] = []
  const reading = (async () => {
    for await (const { model } of stream) seen.push(model)
  })()
  await expect(reading).rejects.toBe(failure)
  expect(seen).toEqual(['wanted', 'wanted'])
  expect(await server.requests[0]!.over).toMatchObject({ clientLeft: true })
  expect(await stream.next()).toEqual({ done: true, value: undefined })
})

test('of a document that `verify` refuses nothing is read, whichever piece it was', async () => {
  const { client } = await serveJson([{ model: 'other' }, { model: 'wanted' }])
  const readDocument = (document: unknown) => document as { model: string }[]
  const stream = await requestStream<{ model: string }>(client, { ...request, readDocument, verify: refuseOther })
  await expect(stream.next()).rejects.toBe(failure)
  expect(await stream.next()).toEqual({ done: true, value: undefined })
})

test('`verify` is no part of what is sent', async () => {
  const { client, server } = await serveJson({ model: 'wanted' })
  await requestJson(client, { ...request, verify: refuseOther })
  expect(server.requests[0]!.body).toBe('{"model":"wanted"}')
})
