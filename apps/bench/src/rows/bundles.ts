import { build } from 'esbuild'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const app = fileURLToPath(new URL('..', import.meta.url))
const peers = fileURLToPath(new URL('../peers', import.meta.url))

/** What a page imports that streams a chat, and one that lists models. */
export interface BundleEntry {
  readonly name: string
  readonly isPeer: boolean
  readonly stream: string
  readonly list?: string
}

const ofCore = (core: string) => ({
  stream: `export { createTabbyClient } from '${core}'; export { streamChatCompletion } from '@tabby/chat'`,
  list: `export { createTabbyClient } from '${core}'; export { listModels } from '@tabby/models'`,
})
const mistral = '@mistralai/mistralai'
const mistralCore = `export { MistralCore } from '${mistral}/core.js'`
const all = (names: string, module: string) => `export { ${names} } from '${module}'`

export const bundleEntries: readonly BundleEntry[] = [
  { name: '@tabby/core', isPeer: false, ...ofCore('@tabby/core') },
  { name: '@tabby/core/fetch', isPeer: false, ...ofCore('@tabby/core/fetch') },
  { name: 'openai', isPeer: true, stream: all('OpenAI', 'openai'), list: all('OpenAI', 'openai') },
  { name: 'ollama', isPeer: true, stream: all('Ollama', 'ollama/browser'), list: all('Ollama', 'ollama/browser') },
  {
    name: '@xsai',
    isPeer: true,
    stream: all('streamText', '@xsai/stream-text'),
    list: all('listModels', '@xsai/model'),
  },
  {
    name: 'AI SDK',
    isPeer: true,
    stream: `${all('streamText', 'ai')}; ${all('createOpenAICompatible', '@ai-sdk/openai-compatible')}`,
  },
  {
    name: 'mistral',
    isPeer: true,
    stream: `${mistralCore}; ${all('chatStream', `${mistral}/funcs/chatStream.js`)}`,
    list: `${mistralCore}; ${all('modelsList', `${mistral}/funcs/modelsList.js`)}`,
  },
  { name: 'huggingface', isPeer: true, stream: all('chatCompletionStream', '@huggingface/inference') },
]

async function getSize(contents: string, resolveDir: string) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    // What only Node has is not shipped to a page.
    external: ['node:*'],
    write: false,
    logLevel: 'silent',
  })
  return gzipSync(outputFiles[0]!.contents, { level: 9 }).length
}

/** What a browser downloads, minified by esbuild and gzipped, in bytes. */
export async function measureBundles(withPeers: boolean) {
  const results: { readonly name: string; readonly stream: number; readonly list: number | undefined }[] = []
  for (const { name, isPeer, stream, list } of bundleEntries.filter((entry) => withPeers || !entry.isPeer)) {
    const folder = isPeer ? peers : app
    results.push({
      name,
      stream: await getSize(stream, folder),
      list: list === undefined ? undefined : await getSize(list, folder),
    })
  }
  return results
}
