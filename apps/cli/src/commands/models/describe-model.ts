import type { ModelCard } from '@tabby/models'
import { formatTable } from '../../output/format-table.js'

/** A loaded model in lines: its name, then its parameters. */
export function describeModel({ id, parameters }: ModelCard): string[] {
  const { prompt_template_content: _source, draft: _draft, ...shown } = parameters ?? {}
  const rows = Object.entries(shown)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => [name, String(value)])
  return [id, ...formatTable(rows).map((line) => `  ${line}`)]
}
