// An app on one major of core that uses a library on another: both are loaded, and what one makes the other takes.
import { createRequire } from 'node:module'
import { createTabbyClient, isTabbyError, TabbyError } from '@tabby/core'
import { createChatCompletion, readChatText, streamChatCompletion } from '@tabby/chat'
import * as library from '@rehearsal/library'

const { TABBY_BASE_URL: baseUrl, TABBY_API_KEY: apiKey } = process.env
const params = { messages: [{ role: 'user', content: 'Say hello [[len:6]]' }], max_tokens: 16 }
const caught = (promise) =>
  promise.then(
    () => undefined,
    (thrown) => thrown,
  )

async function read(stream, readText) {
  let text = ''
  for await (const piece of readText(stream)) text += piece
  return text
}

const client = createTabbyClient({ baseUrl, apiKey })
const olderClient = library.createTabbyClient({ baseUrl, apiKey })
const error = await caught(createChatCompletion(createTabbyClient({ baseUrl, apiKey: 'wrong' }), params))
const olderError = await caught(
  library.createChatCompletion(library.createTabbyClient({ baseUrl, apiKey: 'wrong' }), params),
)
const results = {
  core: createRequire(import.meta.url)('@tabby/core/package.json').version,
  olderCore: library.coreVersion,
  copies: TabbyError === library.TabbyError ? 1 : 2,
  instanceOf: olderError instanceof TabbyError,
  guardOfTheNew: isTabbyError(olderError) && olderError.code,
  guardOfTheOld: library.isTabbyError(error) && error.code,
  texts: {
    'all new': await read(await streamChatCompletion(client, params), readChatText),
    'all old': await read(await library.streamChatCompletion(olderClient, params), library.readChatText),
    'new chat, old client': await read(await streamChatCompletion(olderClient, params), readChatText),
    'old chat, new client': await read(await library.streamChatCompletion(client, params), library.readChatText),
    'new reader, old stream': await read(await library.streamChatCompletion(olderClient, params), readChatText),
  },
}
console.log(`results ${JSON.stringify(results)}`)
