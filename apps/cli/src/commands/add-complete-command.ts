import { readCompletionText, streamCompletion } from '@tabby/completions'
import type { Command } from 'commander'
import { UsageError } from '../failure/errors.js'
import { readInput } from '../input/read-input.js'
import { createChunkPrinter } from '../output/terminal-text.js'
import { createSecretFilter } from '../output/create-secret-filter.js'
import { toJson } from '../output/to-json.js'
import { writeText } from '../output/write-text.js'
import type { ReplyRenderer } from '../render/create-reply-renderer.js'
import type { Terminal } from '../terminal/terminal.js'
import { addServerCommand } from './add-server-command.js'
import { addSamplingFlags, type SamplingFlags, toSamplingParams } from './sampling-flags.js'

const defaultLimit = 512

/** Adds `tabby complete`. */
export function addCompleteCommand(program: Command, terminal: Terminal): void {
  addServerCommand<SamplingFlags & { file?: string }>(program, terminal, {
    usage: 'complete [text...]',
    description: 'continue a text, without a prompt template',
    examples: [
      ['tabby complete "Once upon a time"', `stream the continuation; up to ${defaultLimit} tokens by default`],
      ['tabby complete --file story.txt --max-tokens 100', 'continue a file'],
      ['tabby complete --json "Once"', 'chunks as JSON lines'],
    ],
    configure(command) {
      command.option('--file <path>', 'read the text from a file')
      addSamplingFlags(command)
    },
    async run({ client, signal, json }, words, flags) {
      const { stdout } = terminal
      const prompt = await readInput(words, flags.file, terminal)
      if (prompt === '')
        throw new UsageError('no text to continue: pass it as arguments, with --file, or through a pipe')
      const sampling = toSamplingParams(flags)
      const limit = sampling.max_tokens ?? sampling.max_completion_tokens ?? sampling.max_length
      // Without a limit, a streamed completion always fails (recording completion_no_max_tokens_stream).
      const params = { ...sampling, prompt, max_tokens: limit ?? defaultLimit }
      const renderer = await openRenderer(terminal)
      const stream = await streamCompletion(client, params, { signal })
      if (json) {
        for await (const chunk of stream) await writeText(stdout, `${toJson(chunk)}\n`)
        return
      }
      const filter = createSecretFilter(terminal.secrets)
      const print = createChunkPrinter()
      try {
        for await (const chunk of readCompletionText(stream)) {
          const text = filter.push(chunk)
          await writeText(stdout, renderer ? await renderer.push(print(text)) : text)
        }
      } finally {
        const rest = filter.flush()
        await writeText(stdout, `${renderer ? `${await renderer.push(print(rest))}${renderer.flush()}` : rest}\n`)
      }
    },
  })
}

/** Wraps at words in a terminal. Loaded before the text arrives. */
async function openRenderer({ stdout, colors }: Terminal): Promise<ReplyRenderer | undefined> {
  if (!stdout.isTTY) return undefined
  const { createReplyRenderer } = await import('../render/create-reply-renderer.js')
  return createReplyRenderer({ getColumns: () => stdout.columns || Infinity, colors, isMarkdown: false })
}
