/** Texts to try it with: three subjects, and one that belongs to none. */
import { embeddingWords } from '../words/embedding-words.js'

export const exampleTexts = embeddingWords.theCatSleepsOnThe
