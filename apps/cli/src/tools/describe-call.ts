import type { ToolCall } from '@tabby/core'
import { toVisible } from '../output/to-visible.js'

/** A call in one line, as the model wrote it: nothing that runs after a yes is kept from who says it. */
export function describeCall({ function: { name, arguments: argument } }: ToolCall): string {
  return toVisible(`${name} ${argument}`.replace(/[ \t\r\n]+/g, ' ').trim())
}
