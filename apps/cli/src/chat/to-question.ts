import type { ChatMessage } from '@tabby/core'

/** A question, with the images that belong to it. */
export function toQuestion(text: string, images: readonly string[]): ChatMessage {
  if (images.length === 0) return { role: 'user', content: text }
  const parts = images.map((url) => ({ type: 'image_url' as const, image_url: { url } }))
  return { role: 'user', content: [{ type: 'text', text }, ...parts] }
}
