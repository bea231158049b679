import type { chatWords } from './chat-words.js'
import type { compareWords } from './compare-words.js'
import type { connectionWords } from './connection-words.js'
import type { conversationWords } from './conversation-words.js'
import type { documentWords } from './document-words.js'
import type { embeddingWords } from './embedding-words.js'
import type { inspectorWords } from './inspector-words.js'
import type { loadWords } from './load-words.js'
import type { modelWords } from './model-words.js'
import type { notebookWords } from './notebook-words.js'
import type { samplerWords } from './sampler-words.js'
import type { settingsWords } from './settings-words.js'
import type { shellWords } from './shell-words.js'
import type { threadWords } from './thread-words.js'
import type { toolWords } from './tool-words.js'

/**
 * Every text of the page. A file of this folder holds those of one part of the page in English, and is loaded with that
 * part; another language is one object of this type.
 */
export interface Words {
  chat: typeof chatWords
  compare: typeof compareWords
  connection: typeof connectionWords
  conversation: typeof conversationWords
  document: typeof documentWords
  embedding: typeof embeddingWords
  inspector: typeof inspectorWords
  load: typeof loadWords
  model: typeof modelWords
  notebook: typeof notebookWords
  sampler: typeof samplerWords
  settings: typeof settingsWords
  shell: typeof shellWords
  thread: typeof threadWords
  tool: typeof toolWords
}
