import { TabbyRequestError } from '@tabby/core'
import { isRecord } from '@tabby/kit/deltas/is-record'
import type { BatchProblem, BatchRequest, BatchUrl } from './batch-request.js'

/** How an input file is read. */
export interface ReadBatchRequestsOptions {
  /** Called for each line that is not a request, which is passed over. Without it, such a line ends the reading. */
  readonly onProblem?: ((problem: BatchProblem) => void) | undefined
}

/**
 * Reads an input file of OpenAI's Batch API: a line of JSON for each request, with `custom_id`, `method`, `url` and
 * `body`. Makes no requests.
 *
 * Requests for chats, completions and embeddings are known. Empty lines are passed over. No more than one line is in
 * memory, and the ids.
 *
 * @param text - The text of the file in chunks of any size, such as `createReadStream(path, 'utf8')` of Node.
 * @param options - What happens to lines that are not requests.
 * @returns The requests, as jobs for `runBulk`; a `columns` object of strings is one of the job.
 * @throws TabbyRequestError with the number of the first line that is not a request, or has the id of an earlier one;
 *   also with `onProblem` when a line has more than 50 million characters.
 *
 * @example
 * ```ts
 * import { readBatchRequests } from '@tabby/bulk'
 *
 * const body = { messages: [{ role: 'user', content: 'Say hello' }] }
 * const line = JSON.stringify({ custom_id: 'a', method: 'POST', url: '/v1/chat/completions', body })
 * for await (const { id, url } of readBatchRequests([line])) console.log(id, url)
 * ```
 */
export async function* readBatchRequests(
  text: Iterable<string> | AsyncIterable<string>,
  options: ReadBatchRequestsOptions = {},
): AsyncGenerator<BatchRequest, void, undefined> {
  const { onProblem } = options ?? {}
  const lines = new Map<string, number>()
  let number = 0
  for await (const line of readLines(text)) {
    number++
    if (line.trim() === '') continue
    const request = parseLine(line)
    const before = typeof request === 'object' ? lines.get(request.id) : undefined
    const problem = before === undefined ? request : `custom_id is that of line ${before}`
    if (typeof problem === 'object') {
      lines.set(problem.id, number)
      yield problem
    } else if (onProblem) onProblem({ line: number, problem })
    else throw new TabbyRequestError(`readBatchRequests: line ${number}: ${problem}`)
  }
}

/** The longest line, in characters: more than what a server takes, and less than what a string can hold. */
const longestLine = 50_000_000

/** Joins chunks to lines, without their ends. */
async function* readLines(text: Iterable<string> | AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  let rest: string[] = []
  let isFirst = true
  let number = 1
  let size = 0
  for await (const chunk of text) {
    const parts = chunk.split('\n')
    const last = parts.pop()!
    for (const part of parts) {
      // Editors on Windows put a byte order mark in front, which is not valid JSON.
      const line = rest.join('') + part
      yield isFirst ? line.replace(/^\uFEFF/, '') : line
      isFirst = false
      rest = []
      size = 0
      number++
    }
    size += last.length
    if (size > longestLine) {
      throw new TabbyRequestError(
        `readBatchRequests: line ${number} has more than ${longestLine} characters, so the text is not a batch file`,
      )
    }
    if (last !== '') rest.push(last)
  }
  if (rest.length > 0) yield isFirst ? rest.join('').replace(/^\uFEFF/, '') : rest.join('')
}

/** The field without which an endpoint does nothing. */
const neededFields: Readonly<Record<BatchUrl, string>> = {
  '/v1/chat/completions': 'messages',
  '/v1/completions': 'prompt',
  '/v1/embeddings': 'input',
}

/** The request of a line, or what is wrong with it. Never shows what is in it. */
function parseLine(text: string): BatchRequest | string {
  let line: unknown
  try {
    line = JSON.parse(text)
  } catch {
    return 'it is not JSON'
  }
  if (!isRecord(line)) return 'it is not a JSON object'
  const { custom_id: id, method = 'POST', url, body, columns } = line
  if (id === undefined) return 'custom_id is missing'
  if (typeof id !== 'string' || id === '') return 'custom_id must be a string that is not empty'
  if (method !== 'POST') return 'method must be POST'
  if (typeof url !== 'string' || !Object.hasOwn(neededFields, url)) {
    return `url must be one of ${Object.keys(neededFields).join(', ')}`
  }
  if (!isRecord(body)) return 'body must be an object'
  const needed = neededFields[url as BatchUrl]
  if (body[needed] === undefined || body[needed] === null) return `body.${needed} is missing`
  if (body['stream'] === true) return 'body.stream must not be true: a batch reads whole responses'
  if (columns === undefined) return { id, url: url as BatchUrl, body }
  if (!isRecord(columns) || Object.values(columns).some((value) => typeof value !== 'string')) {
    return 'columns must be an object of strings'
  }
  return { id, url: url as BatchUrl, body, columns: columns as Record<string, string> }
}
