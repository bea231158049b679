import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import type { Words } from './words.js'

const folder = fileURLToPath(new URL('..', import.meta.url))
const attributes = new Set([
  'aria-label',
  'title',
  'placeholder',
  'label',
  'hint',
  'alt',
  'value',
  'confirm',
  'what',
  'list',
  'detail',
])

/** Values that are the same in every language: field names of the server, and numbers. */
const isSame = (text: string): boolean => !/\p{L}/u.test(text) || text === 'temperature'

/** The literals that an expression can have as its value. */
function findLiterals(node: ts.Node): ts.Node[] {
  if (ts.isStringLiteralLike(node)) return isSame(node.text) ? [] : [node]
  if (ts.isTemplateExpression(node)) {
    const texts = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)]
    return texts.every(isSame) ? node.templateSpans.flatMap(({ expression }) => findLiterals(expression)) : [node]
  }
  if (ts.isParenthesizedExpression(node)) return findLiterals(node.expression)
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].flatMap(findLiterals)
  if (ts.isBinaryExpression(node)) {
    const isValue = [ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.PlusToken]
    const left = isValue.includes(node.operatorToken.kind) ? findLiterals(node.left) : []
    return [ts.SyntaxKind.AmpersandAmpersandToken, ...isValue].includes(node.operatorToken.kind)
      ? [...left, ...findLiterals(node.right)]
      : []
  }
  return []
}

/** Texts in JSX that a person reads and that are not in this folder. */
function findTexts(path: string, code: string): string[] {
  const source = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX)
  const found: ts.Node[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node) && !isSame(node.text)) found.push(node)
    if (ts.isJsxAttribute(node) && node.initializer && attributes.has(node.name.getText())) {
      const { initializer } = node
      if (ts.isJsxExpression(initializer))
        found.push(...(initializer.expression ? findLiterals(initializer.expression) : []))
      else found.push(...findLiterals(initializer))
    }
    if (ts.isJsxExpression(node) && node.expression && !ts.isJsxAttribute(node.parent))
      found.push(...findLiterals(node.expression))
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found.map((node) => `${path}: ${node.getText().trim()}`)
}

describe('words', () => {
  it('holds every text that the JSX of the page shows', () => {
    const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
      /(?<!\.test)\.tsx$/.test(path),
    )
    expect(paths.length).toBeGreaterThan(80)
    expect(paths.flatMap((path) => findTexts(path, readFileSync(join(folder, path), 'utf8')))).toEqual([])
  })

  it('is what the check looks for', () => {
    const code =
      "const a = <p title='A title'>Text {busy ? 'Wait' : ''} {kind && `is ${kind}`}{'·'}<b>{count} / {`${count} %`}</b></p>"
    expect(findTexts('a.tsx', code)).toEqual([
      "a.tsx: 'A title'",
      'a.tsx: Text',
      "a.tsx: 'Wait'",
      'a.tsx: `is ${kind}`',
    ])
  })

  it('has one object for each part, with the same shape in another language', async () => {
    const files = readdirSync(join(folder, 'words')).filter((name) => name.endsWith('-words.ts'))
    const parts = files.map((name) => name.replace('-words.ts', ''))
    const loaded = await Promise.all(
      parts.map((part) => import(`./${part}-words.ts`) as Promise<Record<string, object>>),
    )
    const english = Object.fromEntries(
      parts.map((part, place) => [part, loaded[place]![`${part}Words`]]),
    ) as unknown as Words
    // A language that differs in one text: the compiler wants every other one.
    const other: Words = { ...english, chat: { ...english.chat, send: 'Senden', more: (count) => `noch ${count}` } }
    expect(Object.keys(other)).toEqual(parts)
    expect(other.chat.more('3')).toBe('noch 3')
  })
})
