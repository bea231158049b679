import { createChatCompletion, type ImagePart, toImagePart } from '@tabby/chat'
import type { ChatMessagePart, TabbyClient } from '@tabby/core'
import { expectTypeOf, test } from 'vitest'

declare const client: TabbyClient

test('an image is a piece of a message', () => {
  expectTypeOf(toImagePart).returns.resolves.toEqualTypeOf<ImagePart>()
  expectTypeOf<ImagePart>().toExtend<ChatMessagePart>()
  expectTypeOf<ImagePart['image_url']['url']>().toBeString()
})

test('it is made of addresses and bytes, and of nothing else', () => {
  void toImagePart(Buffer.from(''))
  void toImagePart(new File([], 'cat.png'))
  // @ts-expect-error -- A number is no image.
  void toImagePart(5)
  // @ts-expect-error -- It has to be awaited before it is sent.
  void createChatCompletion(client, { messages: [{ content: [toImagePart('')] }] })
})
