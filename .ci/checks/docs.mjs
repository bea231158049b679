// Every public name is explained where it is declared: what an editor shows is the documentation that people read most.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import ts from 'typescript'
import { createApiProgram, listExports } from './public-api.mjs'
import { createReport } from '../report.mjs'
import { listEntries, listPackages, root } from '../workspace.mjs'

/** A closed list: a new verb is a decision about the family, not about one function. */
const verbs =
  `create stream get list load unload switch download encode decode count collect read check wait ensure acquire
  require define run fit measure watch extend wrap is request split tee merge add allow to`.split(/\s+/)

/** Parameters whose name says it all: a doc block may leave them out, and says what is particular if it does not. */
const selfExplaining = new Set(['client', 'params', 'options'])

const report = createReport()
const packages = listPackages()
const program = createApiProgram(packages)
const checker = program.getTypeChecker()

const readText = (symbol) => ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim()

function checkText(symbol) {
  const text = readText(symbol)
  if (!text) return ['has no doc block']
  const [paragraph] = text.split(/\n\s*\n/)
  const problems = []
  if (!/[.:!?)](?:\s|$)/.test(paragraph)) problems.push('begins with no whole sentence')
  if (/^(?:This (?:function|method|type)|Function |Method |Interface |Class )/.test(text)) {
    problems.push(`says what kind of thing it is instead of what it does: "${text.slice(0, 40)}"`)
  }
  return problems
}

function readTags(symbol, name) {
  return symbol
    .getJsDocTags(checker)
    .filter((tag) => tag.name === name)
    .map((tag) => ts.displayPartsToString(tag.text).trim())
}

const isVoid = (type) => Boolean(type.flags & (ts.TypeFlags.Void | ts.TypeFlags.Undefined))

/** True for what can fail later: a promise or something to iterate over asynchronously. */
const isLater = (type) =>
  ['then', Symbol.asyncIterator.description].some((name) =>
    type.getProperties().some((property) => property.name === name || property.name.startsWith('__@asyncIterator')),
  )

/** OpenAI is one word, in the name of a file too. */
const toKebabCase = (name) =>
  name
    .replaceAll('OpenAI', 'Openai')
    .replaceAll(/([a-z\d])([A-Z])/g, '$1-$2')
    .toLowerCase()

function checkFunction({ name, symbol }, short) {
  const isService = !['core', 'emulator'].includes(short)
  const problems = []
  const [declaration] = symbol.declarations
  const file = basename(declaration.getSourceFile().fileName, '.ts')
  if (file !== toKebabCase(name)) problems.push(`lives in ${file}.ts, not in ${toKebabCase(name)}.ts`)
  const [signature] = checker.getTypeOfSymbolAtLocation(symbol, declaration).getCallSignatures()
  const parameters = signature.getParameters()
  const documented = readTags(symbol, 'param').map((text) => ({ name: text.split(/\s/)[0], text }))
  // A parameter that is taken apart in place has no name of its own: the doc block may choose one.
  const isPattern = (parameter) => parameter.name.startsWith('__')
  for (const [index, parameter] of parameters.entries()) {
    const tag = isPattern(parameter) ? documented[index] : documented.find((each) => each.name === parameter.name)
    if (!tag) {
      if (!selfExplaining.has(parameter.name)) problems.push(`@param ${parameter.name} is missing`)
    } else if (tag.text.replace(parameter.name, '').replace(/^[\s-]+/, '').length < 3)
      problems.push(`@param ${parameter.name} says nothing`)
  }
  for (const [index, tag] of documented.entries()) {
    const known = parameters.some(
      (parameter, place) => parameter.name === tag.name || (isPattern(parameter) && place === index),
    )
    if (!known) problems.push(`@param ${tag.name} is no parameter`)
  }
  const returned = signature.getReturnType()
  const awaited = checker.getAwaitedType(returned) ?? returned
  const predicate = checker.getTypePredicateOfSignature(signature)
  if (!isVoid(awaited) && !readTags(symbol, 'returns').some(Boolean)) problems.push('@returns is missing')
  if (isLater(returned) && !readTags(symbol, 'throws').some(Boolean)) problems.push('@throws is missing')
  const examples = readTags(symbol, 'example')
  if (examples.length === 0) problems.push('@example is missing')
  for (const example of examples) {
    if (!/```ts/.test(example)) problems.push('@example has no ```ts fence')
    else if (!/import .* from '@tabby\//.test(example.replaceAll('\n', ' ')))
      problems.push('@example imports nothing of ours')
  }
  const first = parameters[0] && checker.typeToString(checker.getTypeOfSymbolAtLocation(parameters[0], declaration))
  if (isService && first === 'TabbyClient') {
    if (parameters[0].name !== 'client') problems.push('its first parameter is called client')
    const rest = parameters.slice(1).map((parameter) => parameter.name)
    if (rest.some((each) => each !== 'params' && each !== 'options'))
      problems.push('its parameters are client, params, options')
    if (!/\b(?:GET|POST|PUT) \//.test(readText(symbol)))
      problems.push('names no method and path, such as GET /v1/models')
  }
  const verb = /^[a-z]+/.exec(name)?.[0]
  if (short !== 'emulator' && !verbs.includes(verb)) {
    problems.push(`${verb} is not in the list of verbs: ${verbs.join(', ')}`)
  }
  return predicate ? problems.filter((problem) => problem !== '@throws is missing') : problems
}

/** Members that are declared by ours; what a library type brings along is documented there. */
function checkMembers(symbol) {
  const problems = []
  for (const [name, member] of symbol.members ?? []) {
    if (String(name).startsWith('__') && !String(name).startsWith('__@')) continue
    const [declaration] = member.declarations ?? []
    if (!declaration || !(member.flags & (ts.SymbolFlags.Property | ts.SymbolFlags.Method | ts.SymbolFlags.Accessor)))
      continue
    const modifiers = ts.getCombinedModifierFlags(declaration)
    if (modifiers & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) continue
    if (ts.isPropertyDeclaration(declaration) && ts.isPrivateIdentifier(declaration.name)) continue
    // A method that overrides one of a documented base is read there.
    if (modifiers & ts.ModifierFlags.Override) continue
    if (!readText(member)) problems.push(`${member.name.replace(/^__@(\w+)@\d+$/, '[Symbol.$1]')} has no doc block`)
  }
  return problems
}

/** The object type behind an alias, whose members are as public as those of an interface. */
function readAliasMembers(symbol) {
  const declaration = symbol.declarations.find(ts.isTypeAliasDeclaration)
  if (!declaration) return []
  const parts = ts.isIntersectionTypeNode(declaration.type) ? declaration.type.types : [declaration.type]
  return parts.filter(ts.isTypeLiteralNode).flatMap((part) => checkMembers(part.symbol))
}

/** The code of the README's fences: a function that none of them shows is one that nobody finds. */
function readReadmeCode({ folder }) {
  const path = join(root, folder, 'README.md')
  const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
  return [...text.matchAll(/^ {0,3}```ts[\s\S]*?^ {0,3}```/gm)].join('\n')
}

/** What the site shows of a guide in lists and results of a search is its front matter. */
function checkGuide(text) {
  const [, frontMatter = ''] = /^---\n([\s\S]*?)\n---\n/.exec(text) ?? []
  const [title, description] = ['title', 'description'].map(
    (name) => new RegExp(`^${name}: (.+)$`, 'm').exec(frontMatter)?.[1],
  )
  const headings = [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/^# (.+)$/gm)].map(([, heading]) => heading)
  return [
    ...(title && headings.length === 1 && headings[0] === title ? [] : ['its title is not its only first heading']),
    ...(description?.endsWith('.') && description.length <= 160 ? [] : ['has no description of one short sentence']),
  ]
}

const guides = join(root, 'apps', 'docs', 'guides')
for (const name of readdirSync(guides).filter((each) => each.endsWith('.md'))) {
  report.expectNone(`the guide ${name} introduces itself`, checkGuide(readFileSync(join(guides, name), 'utf8')))
}
for (const workspace of packages) {
  const code = readReadmeCode(workspace)
  const functions = listEntries(workspace).flatMap(({ source }) =>
    listExports(program, workspace, source).filter(({ kind }) => kind === 'function'),
  )
  report.expectNone(
    `the README of ${workspace.manifest.name} shows each function in an example`,
    functions.map(({ name }) => name).filter((name) => !new RegExp(`\\b${name}\\(`).test(code)),
  )
  for (const { subpath, source } of listEntries(workspace)) {
    for (const exported of listExports(program, workspace, source)) {
      const problems = checkText(exported.symbol)
      if (exported.kind === 'function') problems.push(...checkFunction(exported, workspace.short))
      if (exported.kind === 'class' || exported.kind === 'interface') problems.push(...checkMembers(exported.symbol))
      if (exported.kind === 'type') problems.push(...readAliasMembers(exported.symbol))
      report.expectNone(`${workspace.manifest.name}${subpath.slice(1)}: ${exported.kind} ${exported.name}`, problems)
    }
  }
}
report.finish()
