import type { Command } from 'commander'
import { embedInBatches } from '../../embedding/embed-in-batches.js'
import { readTexts } from '../../embedding/read-texts.js'
import { UsageError } from '../../failure/usage-error.js'
import { toJson } from '../../output/to-json.js'
import { writeText } from '../../output/write-text.js'
import type { Terminal } from '../../terminal/terminal.js'
import { addServerCommand } from '../add-server-command.js'
import { parseCount } from '../parse-count.js'
import { collectValue } from '../collect-value.js'

interface EmbedFlags {
  batch: number
  csv?: boolean
  file?: string[]
}

/** Adds `tabby embed`. */
export function addEmbedCommand(program: Command, terminal: Terminal): void {
  addServerCommand<EmbedFlags>(program, terminal, {
    usage: 'embed [texts...]',
    description: 'vectors of texts: each word of the command line, each file, or each line of standard input is one',
    examples: [
      ['tabby embed "a cat" "a dog"', 'one JSON array per line, in the order of the texts'],
      ['tabby embed --csv --file a.txt --file b.txt > vectors.csv', 'one row per file'],
      ['tabby embed --json < lines.txt', 'one JSON document with the model, the vectors and the usage'],
    ],
    configure: (command) =>
      void command
        .option('--file <path>', 'texts of files (repeatable)', collectValue)
        .option('--batch <number>', 'texts per request', parseCount, 32)
        .option('--csv', 'numbers with commas between them'),
    async run({ client, signal, json }, words, { batch, csv, file = [] }) {
      const texts = await readTexts(words, file, terminal)
      if (texts.length === 0) throw new UsageError('nothing to embed: give it as words, with --file, or through a pipe')
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
