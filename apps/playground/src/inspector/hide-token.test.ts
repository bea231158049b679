import { expect, test } from 'vitest'
import { hideToken } from './hide-token.js'

test('the token of a download is not kept, whatever else is asked for', () => {
  const body = JSON.stringify({ repo_id: 'a/b', token: 'hf_secret', revision: 'main' })
  const shown = hideToken('/v1/download', body)
  expect(shown).not.toContain('hf_secret')
  expect(JSON.parse(shown)).toMatchObject({ repo_id: 'a/b', revision: 'main' })
  expect(hideToken('/v1/download', '{"token":"hf_secret"')).not.toContain('hf_secret')
})

test('other bodies are kept to the letter', () => {
  expect(hideToken('/v1/token/decode', '{ "token": 1 }')).toBe('{ "token": 1 }')
  expect(hideToken('/v1/download', '{ "repo_id": "a/b" }')).toBe('{ "repo_id": "a/b" }')
})
