import type { LanguageFn } from 'highlight.js'
import { createLowlight } from 'lowlight'
import type { ComponentChildren } from 'preact'

type Fetch = () => Promise<{ default: LanguageFn }>

/** The languages that models write most, each fetched when it is first met. */
const languages: Record<string, Fetch> = {
  bash: () => import('highlight.js/lib/languages/bash'),
  c: () => import('highlight.js/lib/languages/c'),
  cpp: () => import('highlight.js/lib/languages/cpp'),
  csharp: () => import('highlight.js/lib/languages/csharp'),
  css: () => import('highlight.js/lib/languages/css'),
  diff: () => import('highlight.js/lib/languages/diff'),
  dockerfile: () => import('highlight.js/lib/languages/dockerfile'),
  go: () => import('highlight.js/lib/languages/go'),
  haskell: () => import('highlight.js/lib/languages/haskell'),
  ini: () => import('highlight.js/lib/languages/ini'),
  java: () => import('highlight.js/lib/languages/java'),
  javascript: () => import('highlight.js/lib/languages/javascript'),
  json: () => import('highlight.js/lib/languages/json'),
  kotlin: () => import('highlight.js/lib/languages/kotlin'),
  latex: () => import('highlight.js/lib/languages/latex'),
  lua: () => import('highlight.js/lib/languages/lua'),
  makefile: () => import('highlight.js/lib/languages/makefile'),
  markdown: () => import('highlight.js/lib/languages/markdown'),
  perl: () => import('highlight.js/lib/languages/perl'),
  php: () => import('highlight.js/lib/languages/php'),
  powershell: () => import('highlight.js/lib/languages/powershell'),
  python: () => import('highlight.js/lib/languages/python'),
  r: () => import('highlight.js/lib/languages/r'),
  ruby: () => import('highlight.js/lib/languages/ruby'),
  rust: () => import('highlight.js/lib/languages/rust'),
  scala: () => import('highlight.js/lib/languages/scala'),
  sql: () => import('highlight.js/lib/languages/sql'),
  swift: () => import('highlight.js/lib/languages/swift'),
  typescript: () => import('highlight.js/lib/languages/typescript'),
  xml: () => import('highlight.js/lib/languages/xml'),
  yaml: () => import('highlight.js/lib/languages/yaml'),
}

const aliases: Record<string, string> = {
  'c++': 'cpp',
  cs: 'csharp',
  docker: 'dockerfile',
  golang: 'go',
  html: 'xml',
  js: 'javascript',
  jsx: 'javascript',
  kt: 'kotlin',
  md: 'markdown',
  ps1: 'powershell',
  py: 'python',
  rb: 'ruby',
  rs: 'rust',
  sh: 'bash',
  shell: 'bash',
  svg: 'xml',
  tex: 'latex',
  toml: 'ini',
  ts: 'typescript',
  tsx: 'typescript',
  yml: 'yaml',
  zsh: 'bash',
}

const lowlight = createLowlight()

/** Fetches a language; its name if there is such a language. */
export async function fetchLanguage(written: string): Promise<string | undefined> {
  const lower = written.toLowerCase()
  const name = Object.hasOwn(aliases, lower) ? aliases[lower]! : lower
  if (!Object.hasOwn(languages, name)) return undefined
  if (!lowlight.registered(name)) lowlight.register(name, (await languages[name]!()).default)
  return name
}

interface CodeNode {
  type: string
  value?: string
  properties?: { className?: unknown }
  children?: readonly CodeNode[]
}

/** Colours code in a language that was fetched. */
export function highlightCode(language: string, text: string): ComponentChildren {
  return lowlight.highlight(language, text).children.map((node) => toSpan(node as CodeNode))
}

function toSpan({ type, value, properties, children = [] }: CodeNode): ComponentChildren {
  if (type === 'text') return value
  const names = Array.isArray(properties?.className) ? properties.className.join(' ') : ''
  return <span class={names}>{children.map(toSpan)}</span>
}
