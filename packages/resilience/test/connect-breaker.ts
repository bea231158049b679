import { createTabbyClient, requestJson, requestStream, wrapTabbyClient } from '@tabby/core'
import { type Answer, serveAnswers } from '@tabby/emulator/testing'
import { onTestFinished } from 'vitest'
import { type BreakerChange, type BreakerOptions, createBreaker } from '../src/index.js'
import { settle } from './settle.js'

export const path = '/v1/completions'
export const headers = { 'content-type': 'application/json' }
export const body = { prompt: 'x' }
export const open = { code: 'request_refused', reason: 'circuit-open' }
export const ok: Answer = { headers, body: ['{}'] }

/** A client with a breaker, and a server that gives these answers one after another; the last one again and again. */
export async function connectBreaker(options: BreakerOptions, answers: readonly Answer[]) {
  const changes: BreakerChange[] = []
  const server = await serveAnswers((_, index) => answers[Math.min(index, answers.length - 1)]!)
  onTestFinished(server.close)
  const breaker = createBreaker({ failures: 2, rest: 40, onChange: (change) => void changes.push(change), ...options })
  const client = wrapTabbyClient(createTabbyClient({ baseUrl: server.url, retry: false }), breaker)
  const call = (more: object = {}) => settle(requestJson(client, { path, body, operation: 'generate', ...more }))
  const stream = () => requestStream(client, { path, body, eventTimeout: 60 })
  return { client, server, call, stream, changes, breaker }
}

export const pause = (time: number) => new Promise((resolve) => setTimeout(resolve, time))
export const status = (code: number, text = '{"detail":"no"}', more = {}): Answer => ({
  status: code,
  headers: { ...headers, ...more },
  body: [text],
})
export const page = (code: number, more = {}): Answer => ({
  status: code,
  headers: { 'content-type': 'text/html', ...more },
  body: ['<html>'],
})
