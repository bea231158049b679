import { createInterface } from 'node:readline'
import { pipeline, Readable } from 'node:stream'
import type { BatchProblem } from '@tabby/bulk'
import { parse } from 'csv-parse'
import { UsageError } from '../failure/errors.js'
import { readText } from './read-text.js'

/** A row of a table: its columns as text, and where it is. */
interface Row {
  readonly line: number
  /** Its place among all rows, those that are not valid included: it stays when they are corrected. */
  readonly number: number
  readonly columns: Readonly<Record<string, string>>
}

/** Reads the rows of a file, one at a time: CSV with a header, or lines of JSON objects. */
export function readRows(
  path: string,
  onProblem: (problem: BatchProblem) => void,
): AsyncGenerator<Row, void, undefined> {
  return /\.(jsonl|ndjson)$/i.test(path) ? readJsonRows(path, onProblem) : readCsvRows(path, onProblem)
}

/** What is wrong with a row, by the parser's code. */
const reasons: Readonly<Record<string, string>> = {
  CSV_RECORD_INCONSISTENT_COLUMNS: 'it has more or fewer columns than the first line',
  CSV_QUOTE_NOT_CLOSED: 'a quote that was opened before it is never closed, so the rows in between are missing',
  INVALID_OPENING_QUOTE: 'a quote is in a value without quotes around it',
  CSV_INVALID_CLOSING_QUOTE: 'a quote in a value must be written twice',
  CSV_MAX_RECORD_SIZE: 'it is too long',
}

async function* readCsvRows(
  path: string,
  onProblem: (problem: BatchProblem) => void,
): AsyncGenerator<Row, void, undefined> {
  let number = 0
  const parser = parse({
    columns(names: string[]) {
      const twice = names.find((name, index) => names.indexOf(name) < index)
      if (twice === undefined) return names
      throw new UsageError(`${path}: two columns have the name ${JSON.stringify(twice)}. Rename one of them`)
    },
    bom: true,
    info: true,
    max_record_size: 50_000_000,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_record: (record: object) => ({ ...record, number: ++number }),
    on_skip: (error) => {
      const { lines = 0, code = '' } = (error ?? {}) as { lines?: number; code?: string }
      number++
      onProblem({ line: lines, problem: `it is not a row of this table: ${reasons[code] ?? code}` })
    },
  })
  pipeline(readText(path), parser, () => undefined)
  interface Parsed {
    info: { lines: number }
    number: number
    record: Row['columns']
  }
  for await (const { info, record, number: place } of parser as AsyncIterable<Parsed>) {
    yield { line: info.lines, number: place, columns: record }
  }
}

async function* readJsonRows(
  path: string,
  onProblem: (problem: BatchProblem) => void,
): AsyncGenerator<Row, void, undefined> {
  const input = Readable.from(readText(path))
  let failure: unknown
  const lines = createInterface({ input, crlfDelay: Infinity })
  // The lines of an input that fails just end.
  input.on('error', (error) => {
    failure = error
    lines.close()
  })
  let line = 0
  let number = 0
  for await (const text of lines) {
    line++
    if (text.trim() === '') continue
    number++
    const columns = parseObject(text.replace(/^\uFEFF/, ''))
    if (columns) yield { line, number, columns }
    else onProblem({ line, problem: 'it is not a JSON object' })
  }
  if (failure !== undefined) throw failure
}

/** An object of texts; other values are written as JSON, and `null` as nothing, as a table has it. */
function parseObject(text: string): Record<string, string> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    const entries = Object.entries(value).map(([name, each]) => [
      name,
      typeof each === 'string' ? each : each === null ? '' : JSON.stringify(each),
    ])
    return Object.fromEntries(entries) as Record<string, string>
  } catch {
    return undefined
  }
}
