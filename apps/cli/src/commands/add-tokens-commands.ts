import { countTokens, decodeTokens, encodeTokens } from '@tabby/tokens'
import type { Command } from 'commander'
import { readInput } from '../input/read-input.js'
import type { Terminal } from '../terminal/terminal.js'
import { addServerCommand } from './add-server-command.js'
import { UsageError } from '../failure/errors.js'

interface TokensFlags {
  bos: boolean
  file?: string
  special: boolean
}

/** Adds `tabby tokens`. */
export function addTokensCommands(program: Command, terminal: Terminal): void {
  const tokens = program
    .command('tokens')
    .description("encode, decode and count tokens with the loaded model's tokenizer")
  const addTextFlags = (command: Command): void =>
    void command
      .option('--file <path>', 'read the text from a file')
      .option('--no-bos', 'without the beginning-of-sequence token')
      .option('--no-special', 'treat special tokens in the text as plain characters')
  const toParams = (text: string, { bos, special }: TokensFlags) => ({
    text,
    add_bos_token: bos,
    encode_special_tokens: special,
  })
  addServerCommand<TokensFlags>(tokens, terminal, {
    usage: 'encode [text...]',
    description: 'print the token ids of a text',
    examples: [['tabby tokens encode Once upon a time', 'ids separated by spaces']],
    configure: addTextFlags,
    async run({ client, signal, print }, words, flags) {
      const text = await readInput(words, flags.file, terminal)
      const encoding = await encodeTokens(client, toParams(text, flags), { signal })
      await print(encoding, [encoding.tokens.join(' ')])
    },
  })
  addServerCommand<TokensFlags>(tokens, terminal, {
    usage: 'count [text...]',
    description: 'count the tokens of a text',
    examples: [
      ['tabby tokens count --file README.md', 'a file'],
      ['git diff | tabby tokens count', 'a pipe'],
    ],
    configure: addTextFlags,
    async run({ client, signal, print }, words, flags) {
      const text = await readInput(words, flags.file, terminal)
      const length = await countTokens(client, toParams(text, flags), { signal })
      await print({ length }, [String(length)])
    },
  })
  addServerCommand<TokensFlags>(tokens, terminal, {
    usage: 'decode [tokens...]',
    description: 'print the text of token ids',
    examples: [['tabby tokens encode Hello | tabby tokens decode --no-special', 'round trip']],
    configure: (command) => void command.option('--no-special', 'leave special tokens out of the text'),
    async run({ client, signal, print }, words, { special }) {
      const ids = parseTokens(await readInput(words, undefined, terminal))
      const decoding = await decodeTokens(client, { tokens: ids, decode_special_tokens: special }, { signal })
      await print(decoding, decoding.text.split('\n'))
    },
  })
}

/** Parses token ids separated by spaces or commas, in brackets or not. */
function parseTokens(text: string): number[] {
  return text
    .split(/[\s,[\]]+/)
    .filter(Boolean)
    .map((word) => {
      if (!/^\d+$/.test(word)) throw new UsageError('token ids must be whole numbers, 0 or more')
      return Number(word)
    })
}
