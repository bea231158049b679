import { expect, test } from 'vitest'
import { toBaseUrl } from './base-url.js'

test.each([
  ['http://127.0.0.1:5000', 'http://127.0.0.1:5000'],
  ['http://127.0.0.1:5000/', 'http://127.0.0.1:5000'],
  ['http://127.0.0.1:5000/v1', 'http://127.0.0.1:5000'],
  ['http://127.0.0.1:5000/v1/', 'http://127.0.0.1:5000'],
  ['http://127.0.0.1:5000//v1//', 'http://127.0.0.1:5000'],
  ['https://gpu.example/tabby', 'https://gpu.example/tabby'],
  ['https://gpu.example/tabby/v1/', 'https://gpu.example/tabby'],
  ['https://gpu.example/v1/tabby', 'https://gpu.example/v1/tabby'],
  ['http://[::1]:5000/', 'http://[::1]:5000'],
  ['/tabby/', '/tabby'],
])('%s is joined as %s', (address, expected) => {
  expect(toBaseUrl(address)).toBe(expected)
})

test.each([
  '',
  'localhost:5000',
  '127.0.0.1:5000',
  'ftp://host',
  'http://',
  'http://name:secret@host',
  'http://host?x=1',
  'http://a b',
])('%j is refused without being quoted', (address) => {
  expect(() => toBaseUrl(address)).toThrow(expect.objectContaining({ code: 'request_refused' }))
  expect(() => toBaseUrl(address)).not.toThrow(/secret/)
})
