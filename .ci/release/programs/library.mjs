// A library of somebody else, which stays on the major that it was written for.
import { createRequire } from 'node:module'

export { createTabbyClient, isTabbyError, TabbyError } from '@tabby/core'
export { createChatCompletion, readChatText, streamChatCompletion } from '@tabby/chat'
export const coreVersion = createRequire(import.meta.url)('@tabby/core/package.json').version
