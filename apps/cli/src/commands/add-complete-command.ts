import { readCompletionText, streamCompletion } from '@tabby/completions'
import type { Command } from 'commander'
import { UsageError } from '../failure/errors.js'
import { readInput } from '../input/read-input.js'
import { createPiecePrinter } from '../output/terminal-text.js'
import { createSecretFilter } from '../output/create-secret-filter.js'
import { toJson } from '../output/to-json.js'
import { writeText } from '../output/write-text.js'
import type { Terminal } from '../terminal/terminal.js'
import { addServerCommand } from './add-server-command.js'
import { addSamplingFlags, type SamplingFlags, toSamplingParams } from './sampling-flags.js'

const defaultLimit = 512

/** Adds `tabby complete`. */
export function addCompleteCommand(program: Command, terminal: Terminal): void {
  addServerCommand<SamplingFlags & { file?: string }>(program, terminal, {
    usage: 'complete [text...]',
    description: `continue a text, without a prompt template; by default up to ${defaultLimit} tokens`,
    examples: [
      ['tabby complete "Once upon a time"', 'streams what follows'],
      ['tabby complete --file story.txt --max-tokens 100', 'goes on where a file ends'],
      ['tabby complete --json "Once"', 'the pieces as JSON lines'],
    ],
    configure(command) {
      command.option('--file <path>', 'the text of a file')
      addSamplingFlags(command)
    },
    async run({ client, signal, json }, words, flags) {
      const { stdout } = terminal
      const prompt = await readInput(words, flags.file, terminal)
      if (prompt === '') throw new UsageError('nothing to continue: give it as words, with --file, or through a pipe')
      const sampling = toSamplingParams(flags)
      const limit = sampling.max_tokens ?? sampling.max_completion_tokens ?? sampling.max_length
      // Streamed without a limit, the server always fails (recording completion_no_max_tokens_stream).
      const params = { ...sampling, prompt, max_tokens: limit ?? defaultLimit }
      const stream = await streamCompletion(client, params, { signal })
      if (json) {
        for await (const chunk of stream) await writeText(stdout, `${toJson(chunk)}\n`)
        return
      }
      const filter = createSecretFilter(terminal.secrets)
      const print = createPiecePrinter()
      try {
        for await (const piece of readCompletionText(stream)) {
          const text = filter.push(piece)
          await writeText(stdout, stdout.isTTY ? print(text) : text)
        }
      } finally {
        await writeText(stdout, `${filter.flush()}\n`)
      }
    },
  })
}
