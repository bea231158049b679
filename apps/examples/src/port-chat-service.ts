// Does what the services below tabbyUI's pages do: a model for each task with parameters that are kept, loaded with progress
// when a chat needs it; conversations in folders, with images; and a reply that can be stopped and regenerated.
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ChatMessage, readChatEvents, streamChatCompletion, toImagePart } from '@tabby/chat'
import { createTabbyClient, type TabbyClient } from '@tabby/core'
import { getAdvice } from '@tabby/health'
import { ensureModel, type LoadModelParams } from '@tabby/models'
import { fitMessages } from '@tabby/tokens'

type Task = 'assistant' | 'vision' | 'coding' | 'reasoning'

/** Which model does what, how it is loaded, and how it writes. */
interface Settings {
  readonly tasks: Partial<Record<Task, LoadModelParams>>
  readonly sampling: { temperature: number; max_tokens: number }
}

interface Conversation {
  readonly folder: string
  readonly name: string
  readonly messages: ChatMessage[]
}

interface ReplyOptions {
  readonly task?: Task
  readonly image?: Uint8Array
  readonly signal?: AbortSignal
  onProgress?(step: { fraction: number }): void
  onText?(text: string): void
}

/** One JSON file holds all; a page keeps the same in the storage of its browser. */
async function createChatService(client: TabbyClient, file: string) {
  const kept = await readFile(file, 'utf8').catch(() => '{ "conversations": [] }')
  const state: { settings?: Settings; conversations: Conversation[] } = JSON.parse(kept)
  const save = () => writeFile(file, JSON.stringify(state))

  function configure(settings: Settings): Promise<void> {
    state.settings = settings
    return save()
  }

  function open(folder: string, name: string): Conversation {
    const found = state.conversations.find((each) => each.folder === folder && each.name === name)
    if (!found) state.conversations.push({ folder, name, messages: [] })
    return found ?? state.conversations.at(-1)!
  }

  /** Lets the model of a task reply to the last message. What arrived before an abort or an error is kept. */
  async function reply({ messages }: Conversation, options: ReplyOptions): Promise<string> {
    const { task = 'assistant', signal, onProgress, onText } = options
    const { tasks, sampling } = state.settings!
    await ensureModel(client, tasks[task] ?? tasks.assistant!, { force: true, signal, onProgress })
    const fitted = await fitMessages(client, { messages, max_tokens: sampling.max_tokens }, { signal })
    const params = { ...sampling, messages: fitted.messages, enable_thinking: task === 'reasoning' }
    let content = ''
    let reasoning = ''
    try {
      for await (const event of readChatEvents(await streamChatCompletion(client, params, { signal }))) {
        if (event.type === 'reasoning') reasoning += event.text
        if (event.type !== 'text') continue
        content += event.text
        onText?.(event.text)
      }
    } finally {
      if (content) messages.push({ role: 'assistant', content, ...(reasoning && { reasoning_content: reasoning }) })
      await save()
    }
    return content
  }

  async function send(conversation: Conversation, text: string, options: ReplyOptions = {}): Promise<string> {
    const { image, task = image ? 'vision' : 'assistant' } = options
    const content = image ? [{ type: 'text' as const, text }, await toImagePart(image)] : text
    conversation.messages.push({ role: 'user', content })
    return reply(conversation, { ...options, task })
  }

  /** Replaces the last reply by another one. */
  async function regenerate(conversation: Conversation, options: ReplyOptions = {}): Promise<string> {
    while (conversation.messages.at(-1)?.role === 'assistant') conversation.messages.pop()
    return reply(conversation, options)
  }

  return { state, configure, open, send, regenerate }
}

const client = createTabbyClient({
  baseUrl: process.env.TABBY_BASE_URL ?? 'http://127.0.0.1:5000',
  apiKey: process.env.TABBY_API_KEY,
  adminKey: process.env.TABBY_ADMIN_KEY,
})
const file = join(await mkdtemp(join(tmpdir(), 'chats-')), 'chats.json')
const service = await createChatService(client, file)
await service.configure({
  tasks: { assistant: { model_name: 'demo-8b-exl3' }, vision: { model_name: 'demo-vision-8b-exl3', vision: true } },
  sampling: { temperature: 0.7, max_tokens: 200 },
})

const chat = service.open('Travel', 'Norway')
console.log(await service.send(chat, 'What is the capital of Norway?'))
console.log(await service.regenerate(chat, { task: 'reasoning' }))
console.log(`it thought first: ${Boolean(chat.messages.at(-1)?.reasoning_content)}`)

const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=='
const steps: number[] = []
const image = Buffer.from(dot, 'base64')
const seen = await service.send(chat, 'Which colour?', { image, onProgress: ({ fraction }) => steps.push(fraction) })
console.log(`${steps.length} steps of a load, then: ${seen.slice(0, 30)}`)

const controller = new AbortController()
const stopping = { signal: controller.signal, onText: () => controller.abort() }
await service.send(chat, 'Count to 200', stopping).catch((error) => console.log(getAdvice(error)?.title ?? 'stopped'))
const again = await createChatService(client, file)
for (const { folder, name, messages } of again.state.conversations)
  console.log(`${folder}/${name}: ${messages.length} messages`)
