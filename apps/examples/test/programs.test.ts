import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createDemoWorld, type EmulatorOptions } from '@tabby/emulator'
import { describe, expect, it } from 'vitest'
import { runInNode } from './run-in-node.js'

const source = new URL('../src/', import.meta.url)

/** A model that asks for the weather once, and answers when it knows. */
const weatherWorld = {
  ...createDemoWorld(),
  conversation: [
    { when: 'sunny in Oslo', answer: 'Take sunglasses.' },
    { when: 'weather', answer: { toolCalls: [{ name: 'get_weather', arguments: { city: 'Oslo' } }] } },
  ],
}
const agentSays = [/^\(get_weather: It is sunny in Oslo\)\nTake sunglasses\.$/m]

/** What each program is to print, and what is special about the server that it meets. */
const programs: Record<string, { says: RegExp[]; server?: EmulatorOptions }> = {
  'ai-sdk-next': { says: [/^The tool answered: It is sunny in Oslo$/m] },
  cancel: {
    says: [
      /^left after: 1, 2, 3, 4, 5, 6, 7, \d/,
      /^aborted: true \(the user pressed Escape\)$/m,
      /^cancelled after some pieces: true$/m,
      /^limit reached: TimeoutError$/m,
    ],
    server: { settings: { speed: { tokensPerSecond: 200 } } },
  },
  chat: { says: [/^The capital of Norway is Oslo\.$/m, /^\d+ tokens read, 8 written$/m] },
  'complete-text': {
    says: [/^Once upon a time a lamp/, /^demo-8b-exl3 stopped because of stop after \d+ tokens$/m],
  },
  'custom-fetch': { says: [/^POST \/v1\/chat\/completions: 200 after \d+ ms$/m, /^Hello! How can I help/m] },
  'custom-retry': {
    says: [
      /^attempt 1 failed with .* 429: .*; the next one in 200 ms$/m,
      /^attempt 2 failed with .* 503: No models are currently loaded\.; the next one in 100 ms$/m,
      /^Hello! How can I help/m,
    ],
    server: {
      faults: [
        { path: '/v1/chat', times: 1, effect: { kind: 'status', status: 429, retryAfter: 0.2 } },
        {
          path: '/v1/chat',
          times: 1,
          effect: { kind: 'status', status: 503, detail: 'No models are currently loaded.' },
        },
      ],
    },
  },
  embeddings: {
    says: [/^demo-embedding-small: 3 texts of 64 numbers each, \d+ tokens\n0\.\d\d The cat sleeps on the sofa$/m],
  },
  'handle-errors': {
    says: [
      /^a question: fine$/m,
      /^a bad value: body\.temperature: Input should be greater than or equal to 0$/m,
      /^a novel: the conversation is too long/m,
      /^a load without the admin key: the key is missing or wrong/m,
      /^a wrong address: the server cannot be reached/m,
      /^too little time: it took too long$/m,
    ],
    server: { settings: { speed: { prefillMilliseconds: 100 } } },
  },
  health: {
    says: [/^the server is healthy, with 0 issues$/m, /^it is TabbyAPI, see https:\/\/github\.com\/theroyallab/m],
  },
  'image-message': {
    says: [/^demo-vision-8b-exl3: You asked: "Which colour is this\?"/, /^\d+ tokens read, the image included$/m],
    server: { world: { ...createDemoWorld(), loaded: { model: 'demo-vision-8b-exl3' } } },
  },
  'json-schema': {
    says: [
      /^a city with the keys name, country, population; population \d+$/m,
      /^another with the keys (?:\w+(?:, )?){3}$/m,
      /^a third in \d{1,3} pieces, with a name of \d+ letters$/m,
    ],
  },
  'langchain-class': { says: agentSays, server: { world: weatherWorld } },
  'langchain-fetch': { says: agentSays, server: { world: weatherWorld } },
  lora: {
    says: [
      /^available: demo-lora$/m,
      /^loaded: demo-lora; not loaded: none$/m,
      /^active: demo-lora at 0\.8$/m,
      /^active in the end: 0$/m,
    ],
  },
  'manage-models': {
    says: [
      /^models: demo-8b-exl3, demo-vision-8b-exl3, /m,
      /^ 13 % {2}model 1 of 8\n 25 % {2}model 2 of 8$/m,
      /^100 % {2}model 8 of 8$/m,
      /^demo-8b-exl3 reads up to 2048 tokens, cache FP16$/m,
      /^demo-8b-exl3 is unloaded$/m,
    ],
    server: { world: { ...createDemoWorld(), loaded: {} } },
  },
  'mcp-agent': {
    says: [/^\(files__list_allowed_directories: Allowed directories:\)\nThis folder alone\.$/m],
    server: {
      world: {
        ...createDemoWorld(),
        conversation: [
          { when: 'Allowed directories', answer: 'This folder alone.' },
          {
            when: 'Which folders',
            answer: { toolCalls: [{ name: 'files__list_allowed_directories', arguments: {} }] },
          },
        ],
      },
    },
  },
  'multi-turn-chat': {
    says: [/^model: The capital of Japan is Tokyo\. /m, /^model: 6 \* 7 is 42\. /m, /^7 messages in the end$/m],
  },
  'openai-express': { says: [/^The capital of Norway is Oslo\.$/m, /401 Unknown key$/m] },
  'openai-hono': { says: [/^The capital of Norway is Oslo\.$/m] },
  permission: { says: [/^user: may generate and read$/m, /^owner: may load, switch and download$/m] },
  'sampling-overrides': {
    says: [
      /^presets: safe_defaults, always_short$/m,
      /^with safe_defaults: \{"temperature":\{"override":0\.8\},"top_p":\{"override":0\.95\}\}$/m,
      /^with our own: .*"max_tokens":\{"override":256,"force":true\}\}$/m,
      /^in the end: \{\}$/m,
    ],
  },
  'port-chat-service': {
    says: [
      /^The capital of Norway is Oslo\.$/m,
      /^it thought first: true$/m,
      /^14 steps of a load, then: You asked: "Which colour\?"/m,
      /^stopped$/m,
      /^Travel\/Norway: 6 messages$/m,
    ],
    server: { settings: { speed: { tokensPerSecond: 300 } } },
  },
  'port-model-loader': {
    says: [
      /^models: demo-8b-exl3, .*; drafts: demo-draft-0\.5b; loras: demo-lora; loaded: demo-8b-exl3$/m,
      /^demo-vision-8b-exl3: vision 11 %/m,
      /^(?:demo-base-3b-exl3: draft 11 %.*\ndemo-base-3b-exl3: model 100 %.*\n)demo-base-3b-exl3 with 2048 tokens, cache Q8,/m,
      /^8b: .*"8b" fits 2 models: demo-8b-exl3, demo-vision-8b-exl3$/m,
      /^70b: .*CUDA out of memory\./m,
      /^loaded after a load that failed: nothing$/m,
    ],
  },
  'port-model-swap': {
    says: [
      // Each swap waits for the generations of the model before it.
      /^swap: nothing -> demo-8b-exl3\ndone: demo-8b-exl3\nswap: demo-8b-exl3 -> demo-base-3b-exl3\n/m,
      /^done: demo-base-3b-exl3\nswap: demo-base-3b-exl3 -> demo-vision-8b-exl3\ndone: demo-vision-8b-exl3$/m,
      /^1, 2, 3, 4, 5, 6, 7, 8, 9, 10\. \| demo-base-3b-exl3 \| demo-vision-8b-exl3$/m,
      /^unknown: model_not_found$/m,
      /^running: \{"model":"demo-vision-8b-exl3","running":0\}$/m,
      /^swap: demo-vision-8b-exl3 -> nothing\nidle: \{"running":0\}$/m,
    ],
    server: { world: { ...createDemoWorld(), loaded: {} }, settings: { speed: { tokensPerSecond: 500 } } },
  },
  'serve-route': {
    says: [
      /^The capital of Norway is Oslo\.$/m,
      /^validation_error: POST \/v1\/chat\/completions failed with 422: body\.temperature: Input should be less than/m,
    ],
  },
  'stream-chat': { says: [/^Morning on the lake,\n/, /^22 tokens, .+ per second$/m] },
  'stream-completion': { says: [/^1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12\.$/m] },
  templates: { says: [/^templates: chatml, plain$/m, /^in use: chatml$/m, /^in use after unloading: none$/m] },
  tokens: {
    says: [
      /^10 tokens: \d/,
      /^back again: The quick brown fox jumps over the lazy dog\.$/m,
      /^as a conversation: 16 tokens$/m,
    ],
  },
}

describe('example programs', () => {
  it('are all run', () => {
    const names = readdirSync(source).map((file) => file.replace('.ts', ''))
    expect(Object.keys(programs).sort()).toEqual(names.sort())
  })

  for (const [name, { says, server }] of Object.entries(programs)) {
    it(`${name} prints what it is about, and ends by itself`, async () => {
      const { output, problems, exitCode } = await runInNode(fileURLToPath(new URL(`${name}.ts`, source)), server)
      expect({ problems, exitCode }).toEqual({ problems: '', exitCode: 0 })
      for (const expected of says) expect(output).toMatch(expected)
    })
  }
})
