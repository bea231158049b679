import { createTabbyClient, requestJson } from '@tabby/core'
import { expect, test } from 'vitest'
import { explainFailure } from './explain-failure.js'

/** What a call fails with when `fetch` does what is given. */
async function fail(fetch: typeof globalThis.fetch): Promise<unknown> {
  const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', fetch, retry: false })
  return requestJson(client, { path: '/v1/model' }).catch((error: unknown) => error)
}

test('a server that a browser cannot reach is named, without a reason that nobody knows', async () => {
  const explained = explainFailure(await fail(() => Promise.reject(new TypeError('Failed to fetch'))))
  expect(explained.title).toBe('Cannot reach the server')
  expect(explained.detail).toMatch(/got no response from http:\/\/127\.0\.0\.1:5000$/)
  expect(explained.advice).toContain('the Connection view')
})

test('what the server says is repeated, with what to do', async () => {
  const body = JSON.stringify({ detail: 'No models are currently loaded.' })
  const explained = explainFailure(await fail(() => Promise.resolve(new Response(body, { status: 503 }))))
  expect(explained).toMatchObject({
    title: 'No model is loaded',
    advice: expect.stringMatching(/Load a model.*under Models/),
  })
  expect(explained.detail).toContain('No models are currently loaded.')
})

test('what is no error of the family still has words', () => {
  expect(explainFailure(new Error('storage is full'))).toEqual({
    title: 'Something went wrong',
    detail: 'storage is full',
  })
  expect(explainFailure('odd').detail).toBe('odd')
})

test('the name of the request is told, if a gateway gave it one', () => {
  const failure = (requestId: unknown) => explainFailure(Object.assign(new Error('It broke off'), { requestId })).detail
  expect(failure('req-1')).toBe('It broke off (request req-1)')
  expect(failure(undefined)).toBe('It broke off')
})
