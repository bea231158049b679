import type { Command } from 'commander'
import type { TabbyClient } from '@tabby/core'
import { createEmbeddings } from '@tabby/embeddings'
import { UsageError } from '../failure/errors.js'
import { toJson } from '../output/to-json.js'
import { writeText } from '../output/write-text.js'
import type { Terminal } from '../terminal/terminal.js'
import { addServerCommand } from './add-server-command.js'
import { collectValue, parseCount } from './flags.js'
import { createBar } from '../output/progress-bars.js'
import { readInput } from '../input/read-input.js'

interface EmbedFlags {
  batch: number
  csv?: boolean
  file?: string[]
}

/** Adds `tabby embed`. */
export function addEmbedCommand(program: Command, terminal: Terminal): void {
  addServerCommand<EmbedFlags>(program, terminal, {
    usage: 'embed [texts...]',
    description: 'embed texts: each argument, each file, or each line of standard input is one text',
    examples: [
      ['tabby embed "a cat" "a dog"', 'one JSON array per line, in the order of the texts'],
      ['tabby embed --csv --file a.txt --file b.txt > vectors.csv', 'one row per file'],
      ['tabby embed --json < lines.txt', 'one JSON document with the model, the vectors and the usage'],
    ],
    configure: (command) =>
      void command
        .option('--file <path>', 'read a text from a file (repeatable)', collectValue)
        .option('--batch <number>', 'texts per request', parseCount, 32)
        .option('--csv', 'numbers separated by commas'),
    async run({ client, signal, json }, words, { batch, csv, file = [] }) {
      const texts = await readTexts(words, file, terminal)
      if (texts.length === 0)
        throw new UsageError('nothing to embed: pass texts as arguments, with --file, or through a pipe')
      const { model, vectors, tokens } = await embedInBatches(client, texts, { size: batch, signal, terminal })
      const { stdout } = terminal
      if (json) {
        await writeText(stdout, `${toJson({ model, tokens, vectors: vectors.map((vector) => [...vector]) })}\n`)
        return
      }
      for (const vector of vectors) await writeText(stdout, csv ? `${vector.join(',')}\n` : `[${vector.join(',')}]\n`)
    },
  })
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

/**
 * The texts to embed: arguments, then files; without any, and in place of the argument `-`, the lines of standard input
 * that are not empty.
 */
async function readTexts(
  words: readonly string[],
  files: readonly string[],
  terminal: Terminal,
): Promise<readonly string[]> {
  const contents = await Promise.all(files.map((file) => readInput([], file, terminal)))
  const isNamed = words.length + files.length > 0
  if (isNamed && !words.includes('-')) return [...words, ...contents]
  const input = await readInput(isNamed ? ['-'] : [], undefined, terminal)
  const lines = input.split(/\r?\n/).filter((line) => line.trim() !== '')
  return [...(isNamed ? words : ['-']).flatMap((word) => (word === '-' ? lines : [word])), ...contents]
}
