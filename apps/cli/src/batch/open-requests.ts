import { readFile, stat } from 'node:fs/promises'
import { type BatchProblem, type BatchRequest, readBatchRequests } from '@tabby/bulk'
import { UsageError } from '../failure/errors.js'
import { describeFileFailure } from '../files/describe-file-failure.js'
import type { InputFlags } from './batch-flags.js'
import { readRows } from './read-rows.js'
import { readText } from './read-text.js'

/** Requests of a file, which can be read again and again: first to check them, then to send them. */
export interface Requests {
  /** Reads them from the beginning, and reports what is no request. */
  read(onProblem: (problem: BatchProblem) => void): AsyncGenerator<BatchRequest, void, undefined>
  /** The JSON schema of all replies. */
  readonly schema: Record<string, unknown> | undefined
}

/** Opens what the flags name: a batch file of OpenAI, or a table and a template. */
export async function openRequests(file: string | undefined, flags: InputFlags): Promise<Requests> {
  const { input, promptTemplate, model, limit = Infinity } = flags
  const schema = flags.schema === undefined ? undefined : await readSchema(flags.schema)
  const change = (request: BatchRequest): BatchRequest =>
    model === undefined ? request : { ...request, body: { ...request.body, model } }
  const isTable = input !== undefined || promptTemplate !== undefined
  if (isTable && (input === undefined || promptTemplate === undefined)) {
    throw new UsageError('--input and --prompt-template belong together: a table, and the message of each row')
  }
  if ((file !== undefined) === isTable) {
    throw new UsageError('pass either a file of requests, or --input and --prompt-template')
  }
  if (!isTable && (schema !== undefined || flags.maxTokens !== undefined)) {
    throw new UsageError('--schema and --max-tokens belong to --prompt-template: a file of requests has its own')
  }
  const path = (file ?? input) as string
  // What cannot be found is reported when it is read.
  const found = await stat(path).catch(() => undefined)
  if (found && !found.isFile() && !found.isDirectory()) {
    throw new UsageError(`${path} is not a file: a batch is read twice, first to check it and then to send it`)
  }
  const { maxTokens } = flags
  return {
    schema,
    async *read(onProblem) {
      let count = 0
      try {
        const requests = isTable
          ? readTable(path, promptTemplate as string, { schema, maxTokens }, onProblem)
          : readBatchRequests(readText(path), { onProblem })
        for await (const request of requests) {
          yield change(request)
          if (++count >= limit) return
        }
      } catch (error) {
        if (typeof (error as NodeJS.ErrnoException).code !== 'string' || !('errno' in (error as object))) throw error
        throw new UsageError(`${path} cannot be read ${describeFileFailure(error)}`, { cause: error })
      }
    },
  }
}

async function* readTable(
  path: string,
  template: string,
  { schema, maxTokens }: { schema: Record<string, unknown> | undefined; maxTokens: number | undefined },
  onProblem: (problem: BatchProblem) => void,
): AsyncGenerator<BatchRequest, void, undefined> {
  const lines = new Map<string, number>()
  const names = [...template.matchAll(/\{\{\s*(.+?)\s*\}\}/g)].map(([, name]) => name as string)
  if (names.length === 0) throw new UsageError('--prompt-template names no column, such as {{text}}')
  for await (const { line, number, columns } of readRows(path, onProblem)) {
    const id = columns['id'] || `row-${number}`
    const missing = names.find((name) => !Object.hasOwn(columns, name))
    const before = lines.get(id)
    if (missing !== undefined) onProblem({ line, problem: `it has no column ${missing}, which the template names` })
    else if (before !== undefined) onProblem({ line, problem: `its id is that of line ${before}` })
    else {
      lines.set(id, line)
      const content = template.replaceAll(/\{\{\s*(.+?)\s*\}\}/g, (_, name: string) => columns[name] ?? '')
      const body = {
        messages: [{ role: 'user', content }],
        ...(maxTokens !== undefined && { max_tokens: maxTokens }),
        ...(schema && { json_schema: schema }),
      }
      yield { id, url: '/v1/chat/completions', body, columns }
    }
  }
}

async function readSchema(path: string): Promise<Record<string, unknown>> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    throw new UsageError(`${path} cannot be read ${describeFileFailure(error)}`, { cause: error })
  }
  try {
    const { $schema: _dialect, ...schema } = JSON.parse(text) as Record<string, unknown>
    return schema
  } catch {
    throw new UsageError(`${path} is not a JSON schema: it is not JSON`)
  }
}
