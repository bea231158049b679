// Asks the route of the chat page in next-chat, as `useChat` of the AI SDK does in a browser.
import { DefaultChatTransport, readUIMessageStream, type UIMessage } from 'ai'
import { POST } from '../next-chat/app/api/chat/route.js'

const transport = new DefaultChatTransport({
  api: 'http://localhost/api/chat',
  fetch: (input, init) => POST(new Request(input, init)),
})
const question: UIMessage = {
  id: '1',
  role: 'user',
  parts: [{ type: 'text', text: 'How is the weather in Oslo?' }],
}
const stream = await transport.sendMessages({
  chatId: '1',
  messages: [question],
  trigger: 'submit-message',
  messageId: undefined,
  abortSignal: undefined,
})
let reply: UIMessage | undefined
for await (const message of readUIMessageStream({ stream })) reply = message
for (const part of reply?.parts ?? []) if (part.type === 'text') console.log(part.text)
