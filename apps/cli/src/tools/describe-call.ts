import type { ToolCall } from '@tabby/core'
import { toPrintable } from '../output/to-printable.js'

/** A call in one line, as the model wrote it: nothing that runs after a yes is kept from who says it. */
export function describeCall({ function: { name, arguments: argument } }: ToolCall): string {
  return toPrintable(`${name} ${argument}`).replace(/\s+/g, ' ').trim()
}
