import type { CallToolResult } from '@modelcontextprotocol/client'

/** Writes the result of a tool as the model reads it. */
export function toResultText({ content, structuredContent }: CallToolResult): string {
  const text = content.map(toText).filter(Boolean).join('\n')
  // What is structured is said again as text by servers that know clients like this one.
  return text || (structuredContent === undefined ? '' : JSON.stringify(structuredContent))
}

function toText(block: CallToolResult['content'][number]): string {
  switch (block.type) {
    case 'text':
      return block.text
    case 'resource': {
      const { uri, mimeType = 'unknown type' } = block.resource
      return 'text' in block.resource ? block.resource.text : `[${mimeType} ${uri}]`
    }
    case 'resource_link':
      return `[${block.name}: ${block.uri}]`
    case 'image':
    case 'audio':
      return `[${block.type}, ${block.mimeType}, which cannot be shown to the model]`
    default:
      return ''
  }
}
