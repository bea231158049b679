import { createTabbyClient } from '@tabby/core'
import { createDemoWorld, type EmulatorOptions, type World } from '@tabby/emulator'
import { serveEmulator } from '@tabby/emulator/testing'
import { ChatOpenAI } from '@langchain/openai'
import { createOpenAIFetch } from '@tabby/openai'
import { tool } from 'langchain'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { ChatTabby, type ChatTabbyFields } from '../src/index.js'

/** An emulator behind a port, and a chat model of LangChain before it in each way there is. */
export async function openModels(settings: EmulatorOptions = {}, fields: Omit<ChatTabbyFields, 'client'> = {}) {
  const { emulator, url } = await serveEmulator({ journal: 100, ...settings, closeWith: onTestFinished })
  const client = createTabbyClient({ baseUrl: url })
  const openAI = (configuration: object, more: object = {}) =>
    new ChatOpenAI({ apiKey: 'none', model: '', configuration, ...more })
  return {
    emulator,
    client,
    url,
    /** Bodies of the generations that the server got, oldest first. */
    getBodies: () =>
      emulator.journal
        .filter(({ path }) => path.includes('completions'))
        .map(({ body }) => JSON.parse(body!) as Record<string, unknown>),
    /** LangChain's own class, which speaks to the server itself. */
    alone: (more: object = {}) => openAI({ baseURL: `${url}/v1` }, more),
    /** LangChain's own class through the fetch of `@tabby/openai`. */
    byFetch: (more: object = {}) =>
      openAI({ baseURL: 'http://tabby/v1', fetch: createOpenAIFetch(client) }, { maxRetries: 0, ...more }),
    ours: new ChatTabby({ client, ...fields }),
  }
}

/** A demo world in which the model says what a test wants to hear. */
export function scriptWorld(conversation: NonNullable<World['conversation']>, changes: Partial<World> = {}): World {
  return { ...createDemoWorld(), conversation, ...changes }
}

/** A model that asks for the weather once, and answers when it knows. */
export const weatherWorld = () =>
  scriptWorld([
    { when: 'sunny in Oslo', answer: 'Take sunglasses.' },
    { when: 'weather', answer: { toolCalls: [{ name: 'get_weather', arguments: { city: 'Oslo' } }] } },
  ])

/** The tool that it asks, and the cities that it was asked for. */
export function createWeather(description: string | undefined = 'Current weather of a city') {
  const cities: string[] = []
  const weather = tool(
    ({ city }: { city: string }) => {
      cities.push(city)
      return `It is sunny in ${city}`
    },
    { name: 'get_weather', description, schema: z.object({ city: z.string() }) },
  )
  return { weather, cities }
}

/** Waits until something is true, for at most two seconds. */
export async function waitFor(isTrue: () => boolean): Promise<void> {
  for (const end = performance.now() + 2000; !isTrue() && performance.now() < end;) {
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
