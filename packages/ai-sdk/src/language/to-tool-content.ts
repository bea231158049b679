import type { LanguageModelV3ToolResultOutput } from '@ai-sdk/provider'
import { isRecord } from '@tabby/kit/deltas/is-record'

/** What a tool returned, as the text that the model reads. `left` counts parts that are not text. */
export function toToolContent(output: LanguageModelV3ToolResultOutput): { text: string; left: number } {
  switch (output.type) {
    case 'text':
    case 'error-text':
      return { text: output.value, left: 0 }
    case 'execution-denied':
      return { text: output.reason ?? 'The call was denied', left: 0 }
    case 'content': {
      const texts = output.value.map(readText)
      const known = texts.filter((text) => text !== undefined)
      return { text: known.join('\n'), left: texts.length - known.length }
    }
    default:
      return { text: JSON.stringify(output.value) ?? 'null', left: 0 }
  }
}

/** The text of a part; V4 also has files that are texts. */
function readText(part: { type: string; text?: unknown; data?: unknown }): string | undefined {
  if (part.type === 'text' && typeof part.text === 'string') return part.text
  const { data } = part
  return isRecord(data) && data['type'] === 'text' && typeof data['text'] === 'string' ? data['text'] : undefined
}
