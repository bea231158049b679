import { checkSamplerParams, createSamplerOverrides, type SamplerOverrides } from '@tabby/sampling'
import { modelWords } from '../../words/model-words.js'

/** An override as it is typed. */
export interface OverrideRow {
  readonly field: string
  /** JSON, or a text. */
  readonly value: string
  readonly force: boolean
}

/** A message about a row. */
export interface RowIssue {
  readonly severity: 'error' | 'warning'
  readonly advice: string
}

/** The overrides of the rows, and what is wrong with them. */
export interface ReadOverrides {
  readonly overrides: SamplerOverrides
  /** By the place of the row. */
  readonly issues: readonly (RowIssue | undefined)[]
}

/** Reads rows as overrides, and checks what the server itself would not. Rows without any content do not count. */
export function readOverrideRows(rows: readonly OverrideRow[]): ReadOverrides {
  let overrides: SamplerOverrides = {}
  for (const { field, value, force } of rows) {
    const name = field.trim()
    if (!name || value.trim() === '') continue
    // Defined and not set: a parameter may be called `__proto__`.
    const made = createSamplerOverrides({ [name]: readValue(value) }, force ? { force } : {})
    overrides = { ...overrides, ...made }
  }
  const found = checkSamplerParams({ overrides })
  const issues = rows.map(({ field, value }, place): RowIssue | undefined => {
    const name = field.trim()
    if (!name && value.trim() === '') return undefined
    if (!name) return { severity: 'error', advice: modelWords.whichParameter }
    if (value.trim() === '') return { severity: 'error', advice: modelWords.whichValue }
    if (rows.findIndex((row) => row.field.trim() === name) !== place) {
      return { severity: 'error', advice: modelWords.thisParameterIsListedTwice }
    }
    return found.find((issue) => issue.field === `overrides.${name}` || issue.field.startsWith(`overrides.${name}.`))
  })
  return { overrides, issues }
}

/** Makes rows of plain values, such as those of a preset. */
export function toOverrideRows(values: Readonly<Record<string, unknown>>): OverrideRow[] {
  return Object.entries(values).map(([field, value]) => ({ field, value: writeValue(value), force: false }))
}

/** A value as it is shown and typed. */
export function writeValue(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

function readValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
