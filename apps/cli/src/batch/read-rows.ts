import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream'
import type { BatchProblem } from '@tabby/bulk'
import { parse } from 'csv-parse'

/** A row of a table: its columns as text, and its line. */
interface Row {
  readonly line: number
  readonly columns: Readonly<Record<string, string>>
}

/** Reads the rows of a file, one at a time: CSV with a header, or lines of JSON objects. */
export function readRows(
  path: string,
  onProblem: (problem: BatchProblem) => void,
): AsyncGenerator<Row, void, undefined> {
  return /\.(jsonl|ndjson)$/i.test(path) ? readJsonRows(path, onProblem) : readCsvRows(path, onProblem)
}

async function* readCsvRows(
  path: string,
  onProblem: (problem: BatchProblem) => void,
): AsyncGenerator<Row, void, undefined> {
  const parser = parse({
    columns: true,
    bom: true,
    info: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error) => {
      const { lines = 0, code = '' } = (error ?? {}) as { lines?: number; code?: string }
      onProblem({ line: lines, problem: `it is not a row of this table (${code})` })
    },
  })
  pipeline(createReadStream(path), parser, () => undefined)
  for await (const { info, record } of parser as AsyncIterable<{ info: { lines: number }; record: Row['columns'] }>) {
    yield { line: info.lines, columns: record }
  }
}

async function* readJsonRows(
  path: string,
  onProblem: (problem: BatchProblem) => void,
): AsyncGenerator<Row, void, undefined> {
  const input = createReadStream(path, 'utf8')
  let failure: unknown
  const lines = createInterface({ input, crlfDelay: Infinity })
  // The lines of an input that fails just end.
  input.on('error', (error) => {
    failure = error
    lines.close()
  })
  let line = 0
  for await (const text of lines) {
    line++
    if (text.trim() === '') continue
    const row = parseObject(text.replace(/^\uFEFF/, ''))
    if (row) yield { line, columns: row }
    else onProblem({ line, problem: 'it is not a JSON object' })
  }
  if (failure !== undefined) throw failure
}

/** An object of texts; other values are written as JSON. */
function parseObject(text: string): Record<string, string> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    const entries = Object.entries(value).map(([name, each]) => [
      name,
      typeof each === 'string' ? each : JSON.stringify(each),
    ])
    return Object.fromEntries(entries) as Record<string, string>
  } catch {
    return undefined
  }
}
