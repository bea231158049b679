import pico from 'picocolors'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { createReplyRenderer } from './create-reply-renderer.js'

const colors = pico.createColors(true)

/** Lays out a text that arrives in chunks of a length, without colours unless they are wanted. */
async function render(text: string, { columns = 40, length = 3, isMarkdown = true, colored = false } = {}) {
  const renderer = createReplyRenderer({ getColumns: () => columns, colors, isMarkdown })
  let output = ''
  for (let place = 0; place < text.length; place += length)
    output += await renderer.push(text.slice(place, place + length))
  output += renderer.flush()
  return colored ? output : stripVTControlCharacters(output)
}

describe('however a reply arrives,', () => {
  test.each([1, 2, 7, 1000])('in chunks of %i characters it looks the same', async (length) => {
    const text =
      '# Title\n\nSome *words* and **bold ones** with `code`, then a list:\n\n- first of all a long item that wraps\n- second\n' +
      '  1. nested\n\n> quoted text that is long enough to need a second line\n\n```js\nconst a = 1\n```\n\n| a | b |\n|---|---|\n| 1 | 22 |\n\nend'
    expect(await render(text, { length })).toBe(
      [
        'Title',
        '',
        'Some words and bold ones with code, then',
        'a list:',
        '',
        '• first of all a long item that wraps',
        '• second',
        '  1. nested',
        '',
        '│ quoted text that is long enough to',
        '│ need a second line',
        '',
        '```js',
        'const a = 1',
        '```',
        '',
        'a │ b',
        '──┼───',
        '1 │ 22',
        '',
        'end',
      ].join('\n'),
    )
  })
})

test('a line breaks at words, and hangs below the text of its item', async () => {
  expect(await render('1. one two three four five', { columns: 12 })).toBe('1. one two\n   three\n   four five')
  expect(await render('a word', { columns: 6 })).toBe('a word')
  expect(await render('a words', { columns: 6 })).toBe('a\nwords')
  expect(await render('https://example.com/a/very/long/address then', { columns: 20 })).toBe(
    'https://example.com/a/very/long/address\nthen',
  )
})

test('a script without blanks breaks between characters, which are two cells wide', async () => {
  expect(await render('日本語日本語', { columns: 8 })).toBe('日本語日\n本語')
})

test('what only looks like a mark stays: products, names, a lone bracket, and one that never ends', async () => {
  for (const text of ['2 * 3 * 4', 'snake_case_name', 'a[0] and b[1]', 'a ** b', '5 < 6 & 7 > 3', '\\*not\\*']) {
    expect(await render(text, { columns: 80 })).toBe(text.replaceAll('\\', ''))
  }
  expect(await render(`*${'open '.repeat(100)}`, { columns: 1000 })).toBe(`*${'open '.repeat(100)}`.trimEnd())
})

test('words are shown at once, and emphasis when it is complete', async () => {
  const renderer = createReplyRenderer({ getColumns: () => 80, colors, isMarkdown: true })
  expect(await renderer.push('Lorem ip')).toBe('Lorem')
  expect(await renderer.push('sum **bo')).toBe(' ipsum')
  expect(await renderer.push('ld** x ')).toBe(` ${colors.bold('bold')} x`)
  expect(await renderer.push('last')).toBe('')
  expect(renderer.flush()).toBe(' last')
})

test('code has the colours of its language, line by line, and no layout', async () => {
  const code = '```python\n# a comment\ndef f(): return "a string that is longer than the terminal is wide"\n```\n'
  const output = await render(code, { colored: true, columns: 20 })
  expect(output).toContain(colors.gray('# a comment'))
  expect(output).toContain(colors.magenta('def'))
  expect(stripVTControlCharacters(output)).toBe(code)
  expect(await render('```nonsense\ndef f()\n```\n', { colored: true })).toContain('\ndef f()\n')
})

test('a string over several lines is coloured in each of them', async () => {
  const output = await render('```python\na = """one\ntwo"""\n```\n', { colored: true })
  expect(output).toContain(`${colors.green('"""one')}\n${colors.green('two"""')}`)
})

test('without Markdown words wrap, and everything else stays as it is', async () => {
  expect(await render('# **a** `b`\n| c | d |\n- one two three', { columns: 10, isMarkdown: false })).toBe(
    '# **a**\n`b`\n| c | d |\n- one two\n  three',
  )
})

test('a table that is wider than the terminal keeps its rows, and a lone row with bars is text', async () => {
  const wide = '| one column | another column |\n|---|---|\n| 1 | 2 |'
  expect(await render(wide, { columns: 20 })).toBe(wide)
  expect(await render('| a | b |\nnext')).toBe('| a | b |\nnext')
})

test('a code block that never ends is shown', async () => {
  expect(await render('```\nlast line')).toBe('```\nlast line')
})
