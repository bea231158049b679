import { createChatCompletion, type ImagePart, imagePart } from '@tabby/chat'
import type { ChatMessagePart, TabbyClient } from '@tabby/core'
import { expectTypeOf, test } from 'vitest'

declare const client: TabbyClient

test('an image is a piece of a message', () => {
  expectTypeOf(imagePart).returns.resolves.toEqualTypeOf<ImagePart>()
  expectTypeOf<ImagePart>().toExtend<ChatMessagePart>()
  expectTypeOf<ImagePart['image_url']['url']>().toBeString()
})

test('it is made of addresses and bytes, and of nothing else', () => {
  void imagePart(Buffer.from(''))
  void imagePart(new File([], 'cat.png'))
  // @ts-expect-error -- A number is no image.
  void imagePart(5)
  // @ts-expect-error -- It has to be awaited before it is sent.
  void createChatCompletion(client, { messages: [{ content: [imagePart('')] }] })
})
