import { expect, test } from 'vitest'
import type { CompletionChunk } from './completion.js'
import { createCompletionCollector } from './completion-collector.js'
import { createCompletionReader } from './create-completion-reader.js'

/** A chunk in the order of the server (recording completion_basic_stream), with what else a test wants. */
function write(text: string, fields = '', choice = '', model = ', "model_name": "some-model"'): CompletionChunk {
  const choices = `[{"index": 0, "text": "${text}", "finish_reason": null${choice}}]`
  const about = '"id": "chatcmpl-1", "object": "text_completion", "created": 1'
  return createCompletionReader()(JSON.parse(`{${about}, "choices": ${choices}${model}${fields}}`))!
}

/** Usual chunks, then those of the test, then usual chunks again. */
function collect(...odd: CompletionChunk[]) {
  const collector = createCompletionCollector({})
  for (const chunk of [write('a'), write('b'), ...odd, write('y'), write('z')]) collector.add(chunk)
  return collector.getResult()
}

test('usual chunks give what a whole completion has, and no model_name', () => {
  expect(collect()).toEqual({
    id: 'chatcmpl-1',
    object: 'text_completion',
    created: 1,
    model: 'some-model',
    usage: null,
    choices: [{ index: 0, text: 'abyz', finish_reason: null, logprobs: null }],
  })
})

test('an unknown member that comes late is kept, beside the choices and in one', () => {
  expect(collect(write('-', ', "odd": 1'))).toMatchObject({ odd: 1, choices: [{ text: 'ab-yz' }] })
  expect(collect(write('-', '', ', "odd": 2')).choices).toMatchObject([{ odd: 2, text: 'ab-yz' }])
  expect(collect(write('-', '', ', "logprobs": null, "odd": 3')).choices).toMatchObject([{ odd: 3, text: 'ab-yz' }])
})

test('an unknown member in the place of model_name is kept', () => {
  expect(collect(write('-', ', "odd": 1', '', ', "model": "some-model"'))).toMatchObject({
    odd: 1,
    model: 'some-model',
  })
})

test('a member that disappears and comes back has its last value, and so has another model', () => {
  const odd = (value: number) => write('-', `, "odd": ${value}`, `, "note": ${value}`)
  const result = collect(odd(1), write('c'), odd(2), write('d'), odd(1))
  expect(result).toMatchObject({ odd: 1, choices: [{ note: 1, text: 'ab-c-d-yz' }] })
  const collector = createCompletionCollector({})
  for (const chunk of [write('a'), write('b'), write('c', '', '', ', "model_name": "other"')]) collector.add(chunk)
  expect(collector.getResult()).toMatchObject({ model: 'other', choices: [{ text: 'abc' }] })
})

test('members named after a prototype reach none and hide nothing', () => {
  const proto = ', "__proto__": {"polluted": true}'
  const result = collect(write('-', `${proto}, "a": 1`, `${proto}, "b": 2`))
  expect(result).toMatchObject({ a: 1, choices: [{ b: 2, text: 'ab-yz' }] })
  expect(result).not.toHaveProperty('polluted')
})
