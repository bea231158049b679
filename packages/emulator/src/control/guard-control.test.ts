import { describe, expect, test } from 'vitest'
import type { ServerRequest } from '../http/server-request.js'
import { guardControl } from './guard-control.js'

const server = { keys: { api: ['api'], admin: ['admin'] } }

function status(via: ServerRequest['via'], headers: Record<string, string>, key?: string): number | undefined {
  const request = {
    method: 'GET',
    url: new URL('http://localhost/emulator/journal'),
    headers: new Headers(headers),
    bytes: () => Promise.resolve(new Uint8Array()),
  }
  return guardControl({ ...request, ...(via && { via }) }, { key, server })?.status
}

describe('guardControl', () => {
  const far = { isLoopback: false, controlHosts: [] }
  const near = { isLoopback: true, controlHosts: [] }
  const host = 'localhost'

  test('lets this machine in without a key, and the program itself without a host', () => {
    expect(status(near, { host })).toBeUndefined()
    expect(status('process', {})).toBeUndefined()
    expect(status('process', {}, 'key')).toBeUndefined()
  })

  test('asks another machine for an admin key', () => {
    expect(status(far, { host })).toBe(403)
    expect(status(far, { host, 'x-admin-key': 'api' })).toBe(403)
    expect(status(far, { host, 'x-admin-key': 'admin' })).toBeUndefined()
    expect(status(far, { host, authorization: 'Bearer admin' })).toBeUndefined()
  })

  test('asks everybody for the control key, which takes the place of the admin key', () => {
    for (const via of [near, far, undefined]) {
      expect(status(via, { host, 'x-admin-key': 'admin' }, 'key')).toBe(403)
      expect(status(via, { host, 'x-admin-key': 'key' }, 'key')).toBeUndefined()
    }
  })

  test('looks at the host of a transport that says nothing of itself', () => {
    expect(status(undefined, { host })).toBeUndefined()
    expect(status(undefined, { host: 'rebound.example' })).toBe(403)
    expect(status(undefined, {})).toBe(403)
  })
})
