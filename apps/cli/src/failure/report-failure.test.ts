import { Writable } from 'node:stream'
import { TabbyConnectionError } from '@tabby/core'
import { expect, test } from 'vitest'
import type { Terminal } from '../terminal/terminal.js'
import { reportFailure } from './report-failure.js'

function report(error: unknown, asJson: boolean): string {
  let text = ''
  const stderr = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString()
      done()
    },
  })
  reportFailure(error, { stderr, server: {} } as unknown as Terminal, asJson)
  return text
}

test('the name of a request is told behind what went wrong, and is a field for scripts', () => {
  const error = Object.assign(new TabbyConnectionError('It broke off', { reason: undefined }), { requestId: 'req-1' })
  expect(report(error, false)).toMatch(/^tabby: It broke off\. Check that TabbyAPI .* \(request req-1\)\n$/)
  expect(JSON.parse(report(error, true))).toMatchObject({ error: { code: 'connection_error', request_id: 'req-1' } })
})

test('without one, or with one that is no text, there is no word of it', () => {
  for (const requestId of [undefined, '', 5]) {
    const error = Object.assign(new TabbyConnectionError('It broke off', { reason: undefined }), { requestId })
    expect(report(error, false)).not.toContain('request')
    expect(report(error, true)).not.toContain('request')
  }
})
