import type { ConnectionProblem } from '@tabby/health'
import { expect, test } from 'vitest'
import { explainProblem } from './explain-problem.js'

const problem = (code: ConnectionProblem['code']): ConnectionProblem => ({
  code,
  severity: 'error',
  message: 'seen',
  title: 'title of the package',
  advice: 'of the package',
})
const page = 'http://localhost:4173/'

test.each(['key_missing', 'key_wrong', 'admin_key_wrong', 'no_model'] as const)(
  '%s is explained with what can be done in this page',
  (code) => {
    expect(explainProblem(problem(code), { page, baseUrl: 'http://127.0.0.1:5000' })).not.toBe('of the package')
  },
)

test('what has nothing to do with this page is explained by the package', () => {
  const situation = { page, baseUrl: 'http://127.0.0.1:5000' }
  expect(explainProblem(problem('wrong_path'), situation)).toBe('of the package')
  expect(explainProblem(problem('unreachable'), situation)).toBe('of the package')
})

test.each([
  ['https://example.com/', 'http://192.168.1.5:5000', true],
  ['https://example.com/', 'http://127.0.0.1:5000', false],
  ['https://example.com/', 'http://localhost:5000', false],
  ['https://example.com/', 'https://192.168.1.5:5000', false],
  ['https://example.com/', '/tabby', false],
  ['http://example.com/', 'http://192.168.1.5:5000', false],
])('a page at %s that cannot reach %s is told about https: %s', (from, baseUrl, isTold) => {
  expect(explainProblem(problem('unreachable'), { page: from, baseUrl }).includes('over https')).toBe(isTold)
})
