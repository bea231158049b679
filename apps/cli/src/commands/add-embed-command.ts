import type { Command } from 'commander'
import type { TabbyClient } from '@tabby/core'
import { createEmbeddings } from '@tabby/embeddings'
import { UsageError } from '../failure/errors.js'
import { toJson } from '../output/to-json.js'
import { writeText } from '../output/write-text.js'
import type { Terminal } from '../terminal/terminal.js'
import { addServerCommand } from './add-server-command.js'
import { parseCount } from './flags.js'
import { createBar } from '../output/progress-bars.js'
import { readInput } from '../input/read-input.js'

interface EmbedFlags {
  batch: number
  csv?: boolean
  file?: string[]
  names?: boolean
}

/** Adds `tabby embed`. */
export function addEmbedCommand(program: Command, terminal: Terminal): void {
  addServerCommand<EmbedFlags>(program, terminal, {
    usage: 'embed [texts...]',
    description: 'embed texts: each argument, each file, or each line of standard input is one text',
    examples: [
      ['tabby embed "a cat" "a dog"', 'one JSON array per line, in the order of the texts'],
      ['tabby embed --csv --names --file docs/*.txt > vectors.csv', 'one row per file, which begins with its name'],
      ['tabby embed --json < lines.txt', 'one JSON document with the model, the vectors and the usage'],
    ],
    configure: (command) =>
      void command
        .option('--file <paths...>', 'read a text from each file')
        .option('--batch <number>', 'texts per request', parseCount, 32)
        .option('--csv', 'numbers separated by commas')
        .option('--names', 'begin each row with the name of its file, or with the text'),
    async run({ client, signal, json }, words, { batch, csv = false, names = false, file = [] }) {
      if (csv && json) throw new UsageError('pass either --csv or --json, not both')
      const texts = await readTexts(words, file, terminal)
      const filled = texts.filter(({ text }) => text.trim() !== '')
      if (filled.length === 0)
        throw new UsageError('nothing to embed: pass texts as arguments, with --file, or through a pipe')
      const empty = texts.flatMap(({ text }, index) => (text.trim() === '' ? [index + 1] : []))
      if (empty.length > 0) warn(terminal, json, describeEmpty(empty))
      const inputs = filled.map(({ text }) => text)
      const { model, vectors, tokens } = await embedInBatches(client, inputs, { size: batch, signal, terminal })
      const { stdout } = terminal
      let next = 0
      const rows = texts.map(({ name, text }) => ({
        name,
        vector: text.trim() === '' ? [] : [...(vectors[next++] ?? [])],
      }))
      if (json) {
        const named = names ? { names: rows.map(({ name }) => name) } : {}
        await writeText(stdout, `${toJson({ model, tokens, ...named, vectors: rows.map(({ vector }) => vector) })}\n`)
        return
      }
      for (const { name, vector } of rows)
        await writeText(stdout, `${formatRow(names ? name : undefined, vector, csv)}\n`)
    },
  })
}

/** A row of a vector; a text without words has an empty one, so that rows and texts still match. */
function formatRow(name: string | undefined, vector: readonly number[], csv: boolean): string {
  if (!csv) return name === undefined ? `[${vector.join(',')}]` : toJson([name, ...vector])
  const cell = name === undefined ? [] : [/[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name]
  return [...cell, ...vector].join(',')
}

function describeEmpty(places: readonly number[]): string {
  const shown = places.slice(0, 10).join(', ')
  const what = places.length === 1 ? `text ${shown} is` : `texts ${shown}${places.length > 10 ? ', …' : ''} are`
  return `${what} empty, and so is the row: an empty text has no vector`
}

function warn({ stderr }: Terminal, json: boolean, message: string): void {
  stderr.write(json ? `${toJson({ warning: { message } })}\n` : `tabby: warning: ${message}\n`)
}

/** How many texts are sent in one request, and where progress is shown. */
interface BatchOptions {
  readonly size: number
  readonly signal: AbortSignal
  readonly terminal: Terminal
}

/** Vectors in the order of their texts. */
interface Vectors {
  model: string
  tokens: number
  vectors: Float32Array[]
}

/** Embeds texts in batches, with a progress bar in a terminal if there is more than one batch. */
async function embedInBatches(
  client: TabbyClient,
  texts: readonly string[],
  { size, signal, terminal }: BatchOptions,
): Promise<Vectors> {
  const result: Vectors = { model: '', tokens: 0, vectors: [] }
  const { stderr } = terminal
  const format = 'embedding {bar} {percentage} % · {value}/{total} texts · {eta_formatted} left'
  const bar = createBar(stderr, format)
  const shows = stderr.isTTY && texts.length > size
  if (shows) bar.start(texts.length, 0)
  try {
    for (let start = 0; start < texts.length; start += size) {
      const { data, model, usage } = await createEmbeddings(
        client,
        { input: texts.slice(start, start + size) },
        { signal },
      )
      result.model = model
      result.tokens += usage?.prompt_tokens ?? 0
      result.vectors.push(...data.map(({ embedding }) => embedding))
      if (shows) bar.update(result.vectors.length)
    }
  } finally {
    if (shows) bar.stop()
  }
  return result
}

/** A text to embed, and what its row is called. */
interface NamedText {
  readonly name: string
  readonly text: string
}

/** The texts to embed: arguments, then files; without any, and in place of the argument `-`, the lines of standard input. */
async function readTexts(
  words: readonly string[],
  files: readonly string[],
  terminal: Terminal,
): Promise<readonly NamedText[]> {
  const toNamed = (text: string): NamedText => ({ name: text, text })
  const contents = await Promise.all(files.map(async (name) => ({ name, text: await readInput([], name, terminal) })))
  const isNamed = words.length + files.length > 0
  if (isNamed && !words.includes('-')) return [...words.map(toNamed), ...contents]
  const input = await readInput(isNamed ? ['-'] : [], undefined, terminal)
  const lines = input.replace(/\r?\n$/, '').split(/\r?\n/)
  return [...(isNamed ? words : ['-']).flatMap((word) => (word === '-' ? lines : [word])).map(toNamed), ...contents]
}
