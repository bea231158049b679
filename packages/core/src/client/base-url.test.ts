import { afterEach, expect, test, vi } from 'vitest'
import { toBaseUrl } from './base-url.js'

afterEach(() => void vi.unstubAllGlobals())

test.each<[string | URL, string]>([
  ['http://127.0.0.1:5000', 'http://127.0.0.1:5000'],
  ['http://127.0.0.1:5000/', 'http://127.0.0.1:5000'],
  ['http://127.0.0.1:5000/v1', 'http://127.0.0.1:5000'],
  ['http://127.0.0.1:5000/v1/', 'http://127.0.0.1:5000'],
  ['http://127.0.0.1:5000/V1/', 'http://127.0.0.1:5000'],
  ['http://127.0.0.1:5000//v1//', 'http://127.0.0.1:5000'],
  ['https://gpu.example/tabby', 'https://gpu.example/tabby'],
  ['https://gpu.example/tabby/v1/', 'https://gpu.example/tabby'],
  ['https://gpu.example/v1/tabby', 'https://gpu.example/v1/tabby'],
  ['https://gpu.example/models', 'https://gpu.example/models'],
  ['https://gpu.example/v1/model-a', 'https://gpu.example/v1/model-a'],
  ['HTTP://GPU.example:5000', 'http://gpu.example:5000'],
  ['http://[::1]:5000/', 'http://[::1]:5000'],
  [' http://host:5000 ', 'http://host:5000'],
  ['http://host:5000\n', 'http://host:5000'],
  ['http://host:65535', 'http://host:65535'],
  [new URL('http://host:5000/v1'), 'http://host:5000'],
  [new URL('https://host/tabby/'), 'https://host/tabby'],
])('%s is joined as %s', (address, expected) => {
  expect(toBaseUrl(address)).toBe(expected)
})

test.each<[string, RegExp]>([
  ['localhost:5000', /must begin with http:\/\/ or https:\/\//],
  ['127.0.0.1:5000', /must begin with http/],
  ['gpu-box', /must begin with http/],
  ['//host:5000', /must begin with http/],
  ['ftp://host', /must begin with http/],
  ['http:/host', /must begin with http/],
  ['http://', /not a valid address/],
  ['http://a b', /not a valid address/],
  ['http://host:70000', /the port is a number up to 65535/],
  ['http://host:port', /not a valid address/],
  ['http://name:secret@host', /must not contain a name or password/],
  ['http://secret@host', /must not contain a name or password/],
  ['http://@host', /must not contain a name or password/],
  ['http://host?key=secret', /must not have a query/],
  ['http://host/#secret', /must not have a query or a fragment/],
  ['http://host/v1/chat/completions', /ends in the path of an endpoint/],
  ['http://host/chat/completions', /ends in the path of an endpoint/],
  ['http://host/v1/completions/', /ends in the path of an endpoint/],
  ['http://host/tabby/v1/embeddings', /ends in the path of an endpoint/],
  ['http://host/v1/models', /ends in the path of an endpoint/],
  ['http://host/v1/model/load', /ends in the path of an endpoint/],
  ['http://host/v1/token/encode', /ends in the path of an endpoint/],
])('%j is refused without being quoted, and is told why', (address, why) => {
  expect(() => toBaseUrl(address)).toThrow(expect.objectContaining({ code: 'request_refused' }))
  expect(() => toBaseUrl(address)).toThrow(why)
  expect(() => toBaseUrl(address)).not.toThrow(/secret/)
})

test.each<[unknown]>([[5], [{}], [null], [true]])('%j is no address', (address) => {
  expect(() => toBaseUrl(address as string)).toThrow('baseUrl must be a string or a URL')
})

test.each(['', '/', '/tabby', './tabby', '..'])(
  '%j is refused where there is no page, and the error says why',
  (address) => {
    expect(() => toBaseUrl(address)).toThrow(/^baseUrl is relative, and outside a page there is no address/)
  },
)

const page = { origin: 'https://app.example', href: 'https://app.example/chat/index.html' }
test.each([
  ['', 'https://app.example'],
  ['/', 'https://app.example'],
  [' / ', 'https://app.example'],
  ['/v1', 'https://app.example'],
  ['/tabby', 'https://app.example/tabby'],
  ['/tabby/v1/', 'https://app.example/tabby'],
  ['./tabby', 'https://app.example/chat/tabby'],
  ['.', 'https://app.example/chat'],
  ['../tabby', 'https://app.example/tabby'],
])('in a page %j is %s', (address, expected) => {
  vi.stubGlobal('location', page)
  expect(toBaseUrl(address)).toBe(expected)
})

test('in a page with a base of its own, what begins with a dot starts from there, unless it is elsewhere', () => {
  vi.stubGlobal('location', page)
  vi.stubGlobal('document', { baseURI: 'https://app.example/other/' })
  expect(toBaseUrl('./tabby')).toBe('https://app.example/other/tabby')
  expect(toBaseUrl('/tabby')).toBe('https://app.example/tabby')
  vi.stubGlobal('document', { baseURI: 'https://cdn.example/other/' })
  expect(toBaseUrl('./tabby')).toBe('https://app.example/tabby')
})

test('in a worker that was made of a blob the origin is that of its page', () => {
  vi.stubGlobal('location', { origin: 'https://app.example', href: 'blob:https://app.example/0-1-2' })
  expect(toBaseUrl('')).toBe('https://app.example')
  expect(toBaseUrl('./tabby')).toBe('https://app.example/tabby')
})

test.each(['//evil.example', 'evil.example', 'evil.example:5000'])(
  'in a page %j is refused: it names no own path',
  (address) => {
    vi.stubGlobal('location', page)
    expect(() => toBaseUrl(address)).toThrow('must begin with http')
  },
)

test.each(['/\\evil.example', '/\t/evil.example', '/.//evil.example', '../../evil.example'])(
  'in a page %j does not lead to another origin',
  (address) => {
    vi.stubGlobal('location', page)
    expect(new URL(`${toBaseUrl(address)}/v1/models`).origin).toBe('https://app.example')
  },
)

test('a page of a file or a sandbox has no address to start from', () => {
  vi.stubGlobal('location', { origin: 'null', href: 'file:///home/index.html' })
  expect(() => toBaseUrl('')).toThrow('this page has no http address')
})

test('300 kB of slashes take no time that grows with their square', () => {
  const begin = performance.now()
  toBaseUrl(`http://host/${'/'.repeat(300_000)}x`)
  toBaseUrl(`http://host/${'/'.repeat(300_000)}`)
  expect(performance.now() - begin).toBeLessThan(500)
})
