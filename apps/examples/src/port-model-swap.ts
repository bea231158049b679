// Does what llama-swap does for one TabbyAPI server: OpenAI's API, where the model that a request names is loaded first. A
// swap waits for the generations of the current model, a model that nobody uses is unloaded, and names have aliases.
import { serve } from '@hono/node-server'
import { createTabbyClient, type TabbyClient, TabbyRequestError, type TabbyWrapper, wrapTabbyClient } from '@tabby/core'
import { ensureModel, type LoadModelParams, unloadModel } from '@tabby/models'
import { createOpenAIHandler } from '@tabby/openai'
import { Hono } from 'hono'
import OpenAI from 'openai'

/** How each model is loaded. */
type Models = Readonly<Record<string, Omit<LoadModelParams, 'model_name'>>>

/** Models are unloaded after so many milliseconds without a generation. */
function createSwap(server: TabbyClient, models: Models, unloadAfter: number) {
  const state = { model: undefined as string | undefined, running: 0 }
  /** The requests in their order of arrival: a model that is in use cannot keep others waiting forever. */
  let queue: Promise<unknown> = Promise.resolve()
  let tellIdle = () => {}
  let timer: NodeJS.Timeout | undefined

  async function take(model: string, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted()
    clearTimeout(timer)
    if (state.model !== model) {
      if (state.running > 0) {
        await new Promise<void>((resolve, reject) => {
          tellIdle = resolve
          signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
        })
      }
      console.log(`swap: ${state.model ?? 'nothing'} -> ${model}`)
      state.model = undefined
      await ensureModel(server, { model_name: model, ...models[model] }, { force: true })
      state.model = model
    }
    state.running++
  }

  function giveBack(): void {
    console.log(`done: ${state.model}`)
    if (--state.running > 0) return
    tellIdle()
    clearTimeout(timer)
    timer = setTimeout(() => void unload().catch(() => {}), unloadAfter)
    timer.unref()
  }

  /** In the queue too, so that a request which arrives meanwhile finds the model loaded or loads it again. */
  function unload(): Promise<void> {
    const done = queue.then(async () => {
      if (state.running > 0 || !state.model) return
      console.log(`swap: ${state.model} -> nothing`)
      state.model = undefined
      await unloadModel(server)
    })
    queue = done.catch(() => {})
    return done
  }

  const wrapper: TabbyWrapper = (send) => async (request) => {
    if (request.operation !== 'generate') return send(request)
    const { model } = request.body as { model?: string }
    const wanted = model || state.model
    if (!wanted || !Object.hasOwn(models, wanted)) {
      throw new TabbyRequestError('Name one of the models of this server', { reason: 'unknown-model' })
    }
    const taken = queue.then(() => take(wanted, request.signal))
    queue = taken.catch(() => {})
    await taken
    try {
      const response = await send(request)
      return { ...response, watches: [...(response.watches ?? []), { onEnd: giveBack }] }
    } catch (error) {
      giveBack()
      throw error
    }
  }
  return { wrapper, unload, state }
}

const server = createTabbyClient({
  baseUrl: process.env.TABBY_BASE_URL ?? 'http://127.0.0.1:5000',
  apiKey: process.env.TABBY_API_KEY,
  adminKey: process.env.TABBY_ADMIN_KEY,
})
const models = {
  'demo-8b-exl3': { max_seq_len: 4096 },
  'demo-base-3b-exl3': {},
  'demo-vision-8b-exl3': { vision: true },
}
const swap = createSwap(server, models, 250)
const handler = createOpenAIHandler(wrapTabbyClient(server, swap.wrapper), { models: { small: 'demo-base-3b-exl3' } })

const app = new Hono()
app.get('/running', (c) => c.json(swap.state))
app.post('/unload', async (c) => c.json(await swap.unload().then(() => swap.state)))
app.all('/v1/*', (c) => handler(c.req.raw))

const listener = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, async ({ port }) => {
  const address = `http://127.0.0.1:${port}`
  const openai = new OpenAI({ baseURL: `${address}/v1`, apiKey: 'none' })
  const complete = (model: string) => openai.completions.create({ model, prompt: 'Once', max_tokens: 8 })
  const messages = [{ role: 'user' as const, content: 'Count to 10' }]
  const answers = await Promise.all([
    openai.chat.completions.create({ model: 'demo-8b-exl3', messages, stream: true }).then(async (stream) => {
      let text = ''
      for await (const { choices } of stream) text += choices[0]?.delta.content ?? ''
      return text
    }),
    complete('small').then(({ model }) => model),
    complete('demo-vision-8b-exl3').then(({ model }) => model),
  ])
  console.log(answers.join(' | '))
  console.log(`unknown: ${await complete('gpt-4').catch((error) => error.code)}`)
  console.log(`running: ${await (await fetch(`${address}/running`)).text()}`)
  await new Promise((resolve) => setTimeout(resolve, 350))
  console.log(`idle: ${await (await fetch(`${address}/running`)).text()}`)
  listener.close()
})
