import { expect, test } from 'vitest'
import { readPlainAddress } from './read-plain-address.js'
import { toAddress } from './to-address.js'

test('an address without a scheme is one over http, and others stay as they are', () => {
  expect(toAddress(' localhost:5000 ')).toBe('http://localhost:5000')
  expect(toAddress('192.168.1.9')).toBe('http://192.168.1.9')
  expect(toAddress('HTTPS://tabby.example/v1')).toBe('HTTPS://tabby.example/v1')
})

test('only an address over https has one without encryption', () => {
  expect(readPlainAddress('https://localhost:5000')).toBe('http://localhost:5000')
  expect(readPlainAddress('http://localhost:5000')).toBeUndefined()
})
