import { describe, expect, test } from 'vitest'
import { isControlHost } from './control-host.js'

describe('isControlHost', () => {
  test.each([
    'localhost',
    'LOCALHOST:5000',
    'app.localhost:1',
    '127.0.0.1',
    '127.8.9.1:65535',
    'localhost.',
    '[::1]',
    '[::1]:5000',
    '[0:0:0:0:0:0:0:1]',
  ])('lets %s in, a name of this machine', (host) => expect(isControlHost(host, [])).toBe(true))

  test.each([
    'rebound.example',
    '127.0.0.1.example',
    '127.0.0.1.nip.io:5000',
    'localhost.example',
    'notlocalhost',
    '0.0.0.0',
    '192.168.1.7',
    '[::2]',
    '[::1',
    '::1',
    'a b',
    '"',
    '',
    'localhost:99999',
    'localhost:x',
    'user@localhost',
    'localhost/x',
    'localhost, evil.example',
    'localhost..',
    '.localhost',
    'a..localhost',
    '127.0.0.999',
    '127.1',
    '2130706433',
    '[::1%lo]',
    '[:]',
    '[::1]x',
  ])('keeps %j out', (host) => expect(isControlHost(host, [])).toBe(false))

  test('keeps out a request that names no host', () => expect(isControlHost(null, ['a.example'])).toBe(false))

  test('lets in what is allowed, with any port and in any case', () => {
    for (const host of ['emulator', 'Emulator:5000', '10.0.0.7:5000', '[fe80::1]:80', '[fe80::2]', '[FE80:0::2]']) {
      expect(isControlHost(host, ['emulator', '10.0.0.7', 'fe80::1', '[fe80::2]'])).toBe(true)
    }
    expect(isControlHost('emulator.example', ['emulator'])).toBe(false)
  })
})
