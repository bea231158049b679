import { describe, expect, test } from 'vitest'
import type { StandardSchema } from '@tabby/core'
import { findObject } from './find-object.js'

const value = { name: 'Ada', tags: ['```', '</think>', 'a"b'] }
const json = JSON.stringify(value)
const indented = JSON.stringify(value, null, 2)
const find = (text: string, schema?: StandardSchema) => findObject({ text, finish_reason: 'stop' }, schema)
const fail = (call: Promise<unknown>) =>
  call.then(
    () => expect.unreachable(),
    (error) => error,
  )
const toSchema = (validate: (given: unknown) => unknown) =>
  ({ '~standard': { version: 1, vendor: 'x', validate } }) as StandardSchema

describe('the JSON of a reply is found', () => {
  test.each<[string, string, string]>([
    ['as all of it', `\n${json} `, 'whole'],
    ['in a fence', `\`\`\`json\n${json}\n\`\`\``, 'fence'],
    ['in a fence of several lines', `\`\`\`json\n${indented}\n\`\`\`\n`, 'fence'],
    ['in a fence without a language', `\`\`\`\n${json}\n\`\`\``, 'fence'],
    ['in a fence with line ends of Windows', `\`\`\`JSON\r\n${json}\r\n\`\`\``, 'fence'],
    ['in a fence with more than a language', `\`\`\`json title="a"\n${json}\n\`\`\``, 'fence'],
    ['in a fence of tildes', `~~~json\n${json}\n~~~`, 'fence'],
    ['in a fence of four', `\`\`\`\`json\n${json}\n\`\`\`\``, 'fence'],
    ['in a fence that is set in', `  \`\`\`json\n  ${json}\n  \`\`\``, 'fence'],
    ['in a fence of one line', '```json {"name":"Ada","tags":["a"]}```', 'fence'],
    ['in a fence that nothing closes', `\`\`\`json\n${json}`, 'fence'],
    ['in a fence between sentences', `Here it is:\n\n\`\`\`json\n${json}\n\`\`\`\nAnything else?`, 'fence'],
    ['behind another fence', `\`\`\`sh\nls\n\`\`\`\n\`\`\`json\n${json}\n\`\`\``, 'fence'],
    ['behind reasoning', `<think>Who? {"a":1}</think>\n\n${json}`, 'after-reasoning'],
    ['behind reasoning that began in the prompt', `Who?\n</think>${json}`, 'after-reasoning'],
    ['behind reasoning with other tags', `[THINK]Who?[/THINK]${json}`, 'after-reasoning'],
    ['in a fence behind reasoning', `<think>Who? \`\`\`json\n{}\n\`\`\`</think>\`\`\`json\n${json}\n\`\`\``, 'fence'],
  ])('%s', async (_name, text, found) => {
    const result = await find(text)
    expect(result.found).toBe(found)
    expect(result.object).toMatchObject({ name: 'Ada' })
    if (text.includes('a\\"b')) expect(result.object).toEqual(value)
  })

  test('the first fence that fits the schema counts, and without a schema there is only one', async () => {
    const text = '```json\n{"type":"object"}\n```\nand\n```json\n{"name":"Ada"}\n```'
    const schema = toSchema((given) => (Object.hasOwn(given as object, 'name') ? { value: given } : { issues: [] }))
    expect(await find(text, schema)).toEqual({ object: { name: 'Ada' }, found: 'fence' })
    expect(await fail(find(text))).toMatchObject({ reason: 'invalid-json' })
  })

  test.each<[string, string]>([
    ['a sentence', `It is ${json}.`],
    ['two values', '{"a":1} {"a":2}'],
    ['a fence without JSON', '```js\nlet a\n```'],
    ['reasoning that never ends', `<think>Perhaps \`\`\`json\n${json}\n\`\`\``],
    ['nothing', ''],
  ])('%s is not taken for JSON', async (_name, text) => {
    expect(await fail(find(text))).toMatchObject({ reason: 'invalid-json', text })
  })

  test('a reply that was cut off in its fence is cut, not found', async () => {
    const reply = { text: '```json\n[1]', finish_reason: 'length' as const }
    expect(await fail(findObject(reply))).toMatchObject({ reason: 'truncated' })
  })

  test('fences without end cost no more than their length', async () => {
    for (const text of ['```\n'.repeat(100_000), '```'.repeat(100_000), `\`\`\`${' ```'.repeat(100_000)}`]) {
      const begin = performance.now()
      await fail(find(text))
      expect(performance.now() - begin).toBeLessThan(2000)
    }
  })
})

describe('JSON that is nested too deep is refused', () => {
  const nest = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)

  test('1,001 levels, and 200,000', async () => {
    for (const levels of [1001, 200_000]) {
      expect(await fail(find(nest(levels)))).toMatchObject({ reason: 'too-deep', code: 'invalid_object' })
    }
  })

  test('1,000 levels are read, and brackets in texts are none', async () => {
    expect((await find(nest(1000))).found).toBe('whole')
    const text = `["${'['.repeat(2000)}\\"", "\\\\", [1]]`
    expect((await find(text)).found).toBe('whole')
  })
})

describe('a schema that breaks', () => {
  const thrown = new TypeError('quotes Ada')
  test.each<[string, (given: unknown) => unknown]>([
    [
      'by throwing',
      () => {
        throw thrown
      },
    ],
    ['by rejecting', () => Promise.reject(thrown)],
  ])('%s is a typed error that keeps what it threw out of sight', async (_name, validate) => {
    const error = await fail(find(json, toSchema(validate)))
    expect(error).toMatchObject({ name: 'TabbyObjectError', code: 'invalid_object', reason: 'schema-failed' })
    expect(error.thrown).toBe(thrown)
    expect(Object.keys(error)).not.toContain('thrown')
    expect(error.message).not.toContain('Ada')
  })

  test.each([undefined, null, { issues: 5 }])('by answering %j is a typed error', async (answer) => {
    expect(
      await fail(
        find(
          json,
          toSchema(() => answer),
        ),
      ),
    ).toMatchObject({ reason: 'schema-failed' })
  })

  test('one that takes its time is waited for', async () => {
    const schema = toSchema(async () => ({ value: 5 }))
    expect(await find(json, schema)).toEqual({ object: 5, found: 'whole' })
  })

  test('paths of any kind are named, and a million of them make no long message', async () => {
    const path = [Symbol('s'), { key: 'a' }, { key: Symbol('t') }, null, undefined, {}, { key: { toString: 5 } }, 0]
    const issues = [{ path }, { path: 'no list' }, { message: 'x' }, null, ...Array.from({ length: 1e5 }, () => ({}))]
    const error = await fail(
      find(
        json,
        toSchema(() => ({ issues })),
      ),
    )
    expect(error.reason).toBe('schema-mismatch')
    expect(error.paths[0]).toBe('Symbol(s).a.Symbol(t).?.undefined.?.?.0')
    expect(error.paths).toHaveLength(100)
    expect(error.message).toMatch(/ and 99994 more$/)
    expect(error.message.length).toBeLessThan(300)
  })
})
