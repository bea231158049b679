import { expect, test } from 'vitest'
import { hideAddresses } from './hide-addresses.js'

test.each([
  ['connect ECONNREFUSED 10.0.0.5:5000', 'connect ECONNREFUSED [address]'],
  ['getaddrinfo ENOTFOUND gpu-box', 'getaddrinfo ENOTFOUND [address]'],
  ['getaddrinfo EAI_AGAIN tabby.example.com', 'getaddrinfo EAI_AGAIN [address]'],
  ['proxy error: http://user:word@gpu:5000/v1/x?key=1 is down', 'proxy error: [address]@[address]=1 is down'],
  ['upstream gpu-box:5000: refused', 'upstream [address] refused'],
  ["Cannot connect to host localhost:5000 ssl:default [Connect call failed ('127.0.0.1', 5000)]", undefined],
  ['dial tcp [::1]:5000: connect: connection refused', 'dial tcp [address] connect: connection refused'],
  ['HTTPConnectionPool(host=gpu.internal, port=5000)', 'HTTPConnectionPool(host=[address], port=5000)'],
  ['no route to tabby.default.svc.cluster.local.', 'no route to [address]'],
  ['from 192.168.1.4.', 'from [address]'],
  ['fe80::1ff:fe23:4567:890a%eth2 is down', '[address] is down'],
])('%s', (message, expected) => {
  const told = hideAddresses(message)
  if (expected) expect(told).toBe(expected)
  expect(told).not.toMatch(/gpu|5000$|\d\.\d|tabby|localhost|::/)
})

test.each([
  'body.temperature: Input should be less than or equal to 10',
  'body.messages.0.role: Input should be a valid string, body.n: 5',
  'No models are currently loaded.',
  'Prompt length 5000 is greater than max_seq_len 4096',
  'Expected a value at line 3, column 15 (char 42)',
  'The model Qwen2.5-7B-exl3:4.0bpw is not here; ask for 3:1',
  'CUDA out of memory. Tried to allocate 2.00 GiB (GPU 0; 23.69 GiB total)',
  "'NoneType' object has no attribute 'bos_token'",
])('nothing is taken out of: %s', (message) => {
  expect(hideAddresses(message)).toBe(message)
})

test('a message that was made to be slow is not, and a dump is cut', () => {
  const begin = performance.now()
  for (const part of ['a.', 'a:', ':', '1.', 'E', 'host a.', '[', 'a-']) {
    expect(hideAddresses(part.repeat(500_000)).length).toBeLessThan(5000)
  }
  expect(performance.now() - begin).toBeLessThan(500)
})
