import type { Token } from 'marked'
import { renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { createBlockReader } from './create-block-reader.js'
import type { MathToken } from './create-lexer.js'
import { fetchLanguage, highlightCode } from './highlight-code.js'
import { Markdown } from './markdown.js'
import { renderFormula } from './render-formula.js'

const render = (text: string) => renderToString(<Markdown text={text} />)

/** What the browser makes of it: the elements and their attributes, without any text. */
const readTags = (html: string) => (html.match(/<[a-z][^>]*>/g) ?? []).join('')

test('the usual Markdown becomes elements', () => {
  const html = render(
    '# Title\n\nOne **two** *three* `four` ~~five~~\n\n1. a\n2. b\n\n- [x] done\n\n> said\n\n---\n\n' +
      '```ts\nlet a\n```\n\n| a |\n|--:|\n| 1 |\n',
  )
  for (const part of [
    '<h3>Title</h3>',
    '<strong>two</strong>',
    '<em>three</em>',
    '<code>four</code>',
    '<del>five</del>',
    '<ol start="1"><li>a</li><li>b</li></ol>',
    '☑ </span>done',
    '<blockquote><p>said</p></blockquote>',
    '<hr/>',
    '<code>let a</code>',
    '<td style="text-align:right;">1</td>',
  ]) {
    expect(html).toContain(part)
  }
})

test.each([
  '<script>alert(1)</script>',
  'text <img src=x onerror=alert(1)> text',
  '<svg onload=alert(1)><animate onbegin=alert(1)></svg>',
  '<style>body { display: none }</style>',
  '<iframe src="https://example.com"></iframe>',
  '<form action="https://example.com"><input name=key><button>Send</button></form>',
  '<div style="position:fixed;inset:0">over all</div>',
  '<a href="javascript:alert(1)">x</a>',
  '<!-- --><script>alert(1)</script>',
  '<math><mtext><script>alert(1)</script></mtext></math>',
  '```html"><script>alert(1)</script>\nx\n```',
  '- <b onclick=alert(1)>item</b>',
  '| <img src=x onerror=alert(1)> |\n|--|\n| <script>alert(1)</script> |',
])('HTML is shown as text and never becomes an element: %s', (hostile) => {
  const tags = readTags(render(hostile))
  expect(tags).not.toMatch(/<(script|img|svg|animate|style|iframe|form|input|a|b|math)\b/)
  expect(tags).not.toMatch(/\son[a-z]+=|alert|position/)
  expect(render(hostile)).toContain('&lt;')
})

test.each([
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](<java\tscript:alert(1)>)',
  '[x](javascript&colon;alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '[x](vbscript:x)',
  '[x](file:///etc/passwd)',
  '[x](//example.com)',
  '[x](#/connection)',
  '<javascript:alert(1)>',
  '![x](javascript:alert(1))',
  '![x](data:image/svg+xml;base64,PHN2Zz4=)',
  '[x][y]\n\n[y]: javascript:alert(1)',
])('a link that could run code or lead into this page is no link: %s', (hostile) => {
  expect(readTags(render(hostile))).not.toMatch(/href|src|<a\b|<img\b/)
})

test('headings go down a step at a time, wherever the model begins', () => {
  expect(readTags(render('### a\n\n# b\n\n#### c\n\n###### d'))).toContain('<h3><h3><h4><h5>')
})

test('a link opens in a new page that knows nothing of this one', () => {
  expect(render('[docs](https://example.com/?a=1&b=2)')).toBe(
    '<div class="markdown"><p><a href="https://example.com/?a=1&amp;b=2" target="_blank" ' +
      'rel="noopener noreferrer nofollow">docs</a></p></div>',
  )
  expect(render('https://example.com/?a=1&copy=2')).toContain('href="https://example.com/?a=1&amp;copy=2"')
})

test('a remote image is a link that names its host, so nothing is fetched without a click', () => {
  const html = render('![a cat](https://example.com/cat.png)')
  expect(html).not.toContain('<img')
  expect(html).toContain('Image: a cat (example.com)')
})

test('character references become characters, and an unknown one stays', () => {
  expect(render('1 &lt; 2 &amp;&#x26; &#8212; &constructor; &#0;')).toContain(
    '1 &lt; 2 &amp;&amp; — &amp;constructor; \uFFFD',
  )
  expect(render('`&lt;`')).toContain('<code>&amp;lt;</code>')
})

test.each([
  ['quotes within quotes', '> '.repeat(5000)],
  ['quotes without spaces', '>'.repeat(20_000)],
  ['lists within lists', '- '.repeat(5000)],
  ['emphasis within emphasis', '**a '.repeat(3000) + 'b** '.repeat(3000)],
  ['emphasis that never ends', '*a '.repeat(6000) + 'b* '.repeat(6)],
  ['one sign over and over', `${'_'.repeat(50_000)}a_`],
  ['what could be an address for ever', `${'a.'.repeat(50_000)}@`],
])('a model that runs wild neither breaks the page nor holds it up: %s', (_, wild) => {
  const startedAt = process.cpuUsage().user
  const html = render(`Before\n\n${wild}end\n\nAfter`)
  // In microseconds: seconds without the bounds, a twentieth of one with them.
  expect(process.cpuUsage().user - startedAt).toBeLessThan(1_000_000)
  expect(html).toContain('end')
  expect(html).toContain('<p>Before</p>')
})

test('what is long, but no longer than people write, keeps its marks', () => {
  const paragraph = 'A word, **a strong one** and `code`. '.repeat(95)
  expect(render(paragraph).match(/<strong>/g)).toHaveLength(95)
  expect(readTags(render('> '.repeat(10) + 'deep'))).toBe('<div class="markdown">' + '<blockquote>'.repeat(10) + '<p>')
})

test('harmless tags work in pairs and without attributes, and anything else of them stays text', () => {
  expect(render('H<sub>2</sub>O is <b>wet *and* <kbd>cold</kbd></b>')).toContain(
    '<p>H<sub>2</sub>O is <b>wet <em>and</em> <kbd>cold</kbd></b></p>',
  )
  expect(render('<b>never <i>closed')).toContain('&lt;b>never &lt;i>closed')
  expect(render('crossed <b>a <i>b</b> c</i>')).toContain('<b>a &lt;i>b</b> c&lt;/i>')
  expect(render('a </b> b')).toContain('a &lt;/b> b')
  expect(render('H~2~O and ~~gone~~')).toContain('H~2~O and <del>gone</del>')
  // Each level takes stack, in the page too.
  const nested = render(`${'<b> '.repeat(1000)}x${' </b>'.repeat(1000)}`)
  expect(nested.match(/<b>/g)?.length).toBeLessThan(20)
})

test('details unfold, also while their end is not written', () => {
  const html = render('<details>\n<summary>More</summary>\n\nOne **two**\n\n- a\n\n</details>\n\nAfter')
  expect(html).toContain('<details><summary>More</summary><p>One <strong>two</strong></p><ul>')
  expect(html).toContain('</details><p>After</p>')
  expect(render('<details><summary>S</summary>all in one</details>')).toContain(
    '<details><summary>S</summary><p class="raw-html">all in one</p></details>',
  )
  expect(render('<details>\n\nopen')).toContain('<details><summary>Details</summary><p>open</p></details>')
})

test('footnotes keep their text', () => {
  const html = render('Said[^1].\n\n[^1]: By *whom*\n')
  expect(html).toContain('<p>Said<sup>1</sup>.</p>')
  expect(html).toContain('<p class="footnote"><sup>1</sup> By <em>whom</em></p>')
})

test.each([
  ['$a_1*b$ and \\(c_2*d\\)', ['a_1*b', 'c_2*d']],
  ['$$x^2$$', ['x^2']],
  ['before\n\n$$\nx\n+ y\n$$\n\nafter', ['x\n+ y']],
  ['text\n$$y$$ more \\[ \\frac{a}{b} \\] end', ['y', '\\frac{a}{b}']],
  ['costs $5 and $10', []],
  ['$5-$10', []],
  ['a $ b $ c', []],
  ['$$\na\n\nb\n$$', []],
])('formulas are found by their delimiters, and prices are none: %s', (text, sources) => {
  const flatten = (tokens: readonly Token[] = []): Token[] =>
    tokens.flatMap((token) => [token, ...flatten('tokens' in token ? token.tokens : [])])
  const formulas = flatten(createBlockReader()(text)).filter(({ type }) => type === 'math')
  expect(formulas.map((formula) => (formula as MathToken).text)).toEqual(sources)
})

test('what cannot be rendered stays as it was written, backslashes too', () => {
  expect(render('\\(\\frac{a\\)')).toContain('<code class="formula-source">\\(\\frac{a\\)</code>')
})

test('formulas become MathML without links, and what is not valid is left to its source', () => {
  const html = renderToString(<>{renderFormula('\\frac{a^2}{\\sqrt{b}}', true)}</>)
  expect(html).toContain('<math display="block"')
  expect(html).toContain('<mfrac><msup><mi>a</mi><mn>2</mn></msup><msqrt>')
  expect(renderToString(<>{renderFormula('\\href{javascript:alert(1)}{x}', false)}</>)).not.toContain('href=')
  expect(renderToString(<>{renderFormula('\\includegraphics{http://example.com/a.png}', false)}</>)).not.toMatch(
    /<img|src=/,
  )
  expect(renderFormula('\\frac{', false)).toBeUndefined()
  // An id from a model could take the place of one in the page.
  const labelled = renderToString(<>{renderFormula('\\begin{equation}x \\label{main}\\end{equation}', true)}</>)
  expect(labelled).toContain('<mi>x</mi>')
  expect(labelled).not.toMatch(/\s(?:id|class|href)=/)
})

test('code gets its colours as elements, by name and by alias', async () => {
  expect(await fetchLanguage('js')).toBe('javascript')
  expect(await fetchLanguage('constructor')).toBeUndefined()
  const html = renderToString(<>{highlightCode('javascript', 'const a = "<b>" // x')}</>)
  expect(html).toContain('<span class="hljs-keyword">const</span>')
  expect(html).toContain('<span class="hljs-string">&quot;&lt;b>&quot;</span>')
})

const long =
  '# One\n\nText with **bold** and a [link][a].\n\n- a\n- b\n\n  more of b\n\n- c\n\n```js\nlet x\n\nlet y\n```\n\n' +
  '| a | b |\n|---|---|\n| 1 | 2 |\n\nSetext\n==\n\nA $x^2$ and\n\n$$\nx\n$$\n\n\\[y\\]\n\n[^1]: note\n\n> said\nlazily\n\n1. one\n\n   ```\n   code\n   ```\n2. b\n\nEnd.'

test('a text that grows a character at a time is read as the whole one is, at every step', () => {
  const grow = createBlockReader()
  for (let length = 1; length <= long.length; length++) {
    const text = long.slice(0, length)
    expect(grow(text).map(({ raw }) => raw.trimEnd())).toEqual(
      createBlockReader()(text).map(({ raw }) => raw.trimEnd()),
    )
  }
})

test('blocks that are settled stay the same objects while the text grows, and a different text starts anew', () => {
  const grow = createBlockReader()
  const before = grow('One\n\nTwo\n\nThree\n\nFo')
  const after = grow('One\n\nTwo\n\nThree\n\nFour\n\nFive')
  expect(after.slice(0, 2)).toEqual(before.slice(0, 2))
  expect(after[0]).toBe(before[0])
  expect(after[1]).toBe(before[1])
  expect(grow('Other').map(({ raw }) => raw)).toEqual(['Other'])
})

test('a long answer costs as much per token at its end as at its beginning', () => {
  const paragraph = `${'word '.repeat(40)}\n\n`
  const grow = createBlockReader()
  let text = ''
  let read = 0
  for (let count = 0; count < 200; count++) {
    text += paragraph
    const blocks = grow(text)
    if (count === 199) read = new Set(blocks).size
  }
  const again = grow(`${text}x`)
  const fresh = again.filter((block) => !grow(`${text}x`).includes(block))
  expect(read).toBe(200)
  expect(fresh.length).toBeLessThanOrEqual(2)
})
