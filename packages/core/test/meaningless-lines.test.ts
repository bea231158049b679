import { expect, test } from 'vitest'
import { collect, done, event, open, readAll } from './open-stream.js'

const megabyte = 2 ** 20
const pieces = (line: string) => {
  const piece = line.repeat(Math.ceil(65_536 / line.length))
  return Array.from({ length: Math.ceil(megabyte / piece.length) }, () => piece)
}

test.each([
  ['unknown fields', 'x\n'],
  ['unknown fields after CR', 'x\r'],
  ['long unknown fields', `${'x'.repeat(500)}: y\n`],
  ['bad retry times', 'retry: soon\n'],
  ['comments', ':\n'],
  ['comments after CR', ':\r'],
])('a megabyte of %s between two events is refused at once', async (_, line) => {
  const { stream, over } = await open({ body: [event(1), ...pieces(line)], end: 'open' }, {}, { collector: collect() })
  const begin = performance.now()
  const { values, error } = await readAll(stream)
  // 5 to 60 ms. An error for each line took a second, and comments that end in CR 2 s.
  expect(performance.now() - begin).toBeLessThan(1000)
  expect(values).toEqual([1])
  expect(error).toMatchObject({ reason: 'invalid-event', partial: [1] })
  expect(String(error)).toContain('came without an event')
  expect((await over).clientLeft).toBe(true)
})

test.each([
  ['empty lines that end in CR', '\r'],
  ['empty lines and one CR', `${'\n'.repeat(65_535)}\r`],
  ['ids that end in CR', 'id: 1\r'],
  ['ids', 'id: 1\n'],
  ['retry times', 'retry: 5\n'],
  ['events without data', 'event: x\n\n'],
  ['events of nothing', 'data:\r\r'],
  ['long comments', `:${'x'.repeat(500)}\r`],
])('a megabyte of %s takes a time that nobody notices', async (_, line) => {
  const { stream } = await open({ body: [event(1), ...pieces(line), '\r\n', event(2), done] })
  const begin = performance.now()
  expect(await readAll(stream)).toEqual({ values: [1, 2] })
  // 20 to 150 ms. Looked for through 64 KiB at each line, the other line end took 1 to 4 s.
  expect(performance.now() - begin).toBeLessThan(1000)
})

test('what follows [DONE] is not read, whatever it is', async () => {
  const { stream } = await open({ body: [event(1) + done + 'x\n'.repeat(2000)] }, {}, { collector: collect() })
  expect(await readAll(stream)).toEqual({ values: [1] })
})

test.each(['data:[DONE]\n\n', 'data:  [DONE] \r\r', 'data: "[DONE]"\r\n\r\n', 'event: done\ndata: [DONE]\n\n'])(
  '%j ends a stream whose connection stays open',
  async (end) => {
    const { stream } = await open({ body: [`data:1\n\n${end}`], end: 'open' }, { idleTimeout: 5000 })
    expect(await readAll(stream)).toEqual({ values: [1] })
  },
)

test('a last event is read without its blank line, whatever ends its line', async () => {
  for (const end of ['', '\n', '\r', '\r\n']) {
    const { stream } = await open({ body: [event(1), `data: 2${end}`] }, {}, { collector: collect(2) })
    expect(await readAll(stream)).toEqual({ values: [1, 2] })
  }
})
