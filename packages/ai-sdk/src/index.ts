export { createTabby, type TabbyProvider } from './create-tabby.js'
export type { TabbyEmbeddingModelOptions } from './embedding/embedding-model-options.js'
export type { TabbyLanguageModelOptions } from './language/language-model-options.js'
export type { TabbyMetadata } from './language/to-metadata.js'
