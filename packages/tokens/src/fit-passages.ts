import { type TabbyClient, TabbyRequestError, type TabbyRequestOptions } from '@tabby/core'
import { requireParams } from '@tabby/kit/body/to-body'
import { countTokens } from './count-tokens.js'

/** A ranked list of texts, and how many tokens they may have. */
export interface FitPassagesParams {
  /** The texts, the best one first: what a search found. */
  passages: readonly string[]
  /** How many tokens they may have together, with the separators. */
  tokens: number
  /** What you put between two texts. Default: an empty line. */
  separator?: string | undefined
}

/** The texts that fit. */
export interface FittedPassages {
  /** The first ones of the list, in the same order. */
  passages: string[]
  /** The others. */
  dropped: string[]
  /** Tokens of those that fit, joined by the separator, as the server counted them. */
  tokens: number
}

/** How many characters a token has, before the first count says it. */
const usualLength = 4

/** After so many guesses every other one is the middle, so that an odd list takes no more than a search by halves. */
const maxGuesses = 4

/**
 * Finds how many texts of a ranked list fit into a number of tokens: as many of the first ones as possible.
 *
 * `POST /v1/token/encode` for each count. It guesses by the number of characters, and corrects the guess by what the
 * server counted: usually two to four requests, and at most about `2 * log2(n) + 4` for `n` texts. None is longer than
 * need be. A first text that is too long by itself leaves none. The beginning-of-sequence token does not count.
 *
 * @param params - The texts, and how many tokens they may have.
 * @param options - Signal, timeout and retries of each request.
 * @returns The texts that fit, and the others.
 * @throws TabbyRequestError when the texts or the number of tokens are not valid.
 * @throws TabbyApiError with the code `no_model_loaded` when no model is loaded.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { fitPassages } from '@tabby/tokens'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: process.env.TABBY_API_KEY })
 * const found = ['The best passage.', 'The second best.', 'The third.']
 * const { passages, tokens } = await fitPassages(client, { passages: found, tokens: 500 })
 * console.log(`${passages.length} passages with ${tokens} tokens: ${passages.join('\n\n')}`)
 * ```
 */
export async function fitPassages(
  client: TabbyClient,
  params: FitPassagesParams,
  options?: TabbyRequestOptions,
): Promise<FittedPassages> {
  requireParams('fitPassages', params)
  const problem = readPassagesProblem(params)
  if (problem) throw new TabbyRequestError(`fitPassages: ${problem}`)
  const { passages, tokens: limit, separator = '\n\n' } = params
  const lengths = [0]
  for (const passage of passages) lengths.push(lengths.at(-1)! + passage.length + separator.length)
  const count = (size: number) =>
    countTokens(client, { text: passages.slice(0, size).join(separator), add_bos_token: false }, options ?? {})

  /** So many fit, with so many tokens. */
  let fitting = 0
  let tokens = 0
  /** So many do not. */
  let tooMany = passages.length + 1
  let perToken = usualLength
  for (let guesses = 1; tooMany - fitting > 1; guesses++) {
    const target = lengths[fitting]! + (limit - tokens) * perToken
    const isMiddle = guesses > maxGuesses && guesses % 2 === 0
    const guess = isMiddle ? Math.floor((fitting + tooMany) / 2) : countUpTo(lengths, target)
    const size = Math.min(Math.max(guess, fitting + 1), tooMany - 1)
    const counted = await count(size)
    if (counted <= limit) [fitting, tokens] = [size, counted]
    else tooMany = size
    if (counted > 0) perToken = lengths[size]! / counted
  }
  return { passages: passages.slice(0, fitting), dropped: passages.slice(fitting), tokens }
}

/** How many texts have at most so many characters together. */
function countUpTo(lengths: readonly number[], most: number): number {
  const above = lengths.findIndex((length) => length > most)
  return above === -1 ? lengths.length - 1 : above - 1
}

/** Returns why passages cannot be fitted with these values, if there is a reason. It never quotes a value. */
function readPassagesProblem({ passages, tokens, separator }: FitPassagesParams): string | undefined {
  if (!Array.isArray(passages) || !passages.every((passage) => typeof passage === 'string')) {
    return 'passages must be a list of strings'
  }
  if (!Number.isSafeInteger(tokens) || tokens < 0) return 'tokens must be a whole number, 0 or greater'
  return separator === undefined || typeof separator === 'string' ? undefined : 'separator must be a string'
}
