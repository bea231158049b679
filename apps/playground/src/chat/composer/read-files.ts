import { toImagePart } from '@tabby/chat'
import { chatWords } from '../../words/chat-words.js'
import type { AttachedFile } from '../conversation/conversation.js'

/** Larger images fill the context and the browser's storage; in bytes. */
const largestImage = 10 * 1024 * 1024

/** About a hundred thousand tokens; in bytes. */
const largestText = 512 * 1024

/** What was found in files. */
export interface ReadFiles {
  /** Data URLs. */
  images: string[]
  files: AttachedFile[]
  /** Files that are too large to be sent whole, and can be searched. */
  large: File[]
  /** What is wrong with the others, as sentences. */
  problem: string | undefined
}

/** Reads images as data URLs and text files as texts, and says what is wrong with the others. */
export async function readFiles(added: Iterable<File>): Promise<ReadFiles> {
  const images: string[] = []
  const files: AttachedFile[] = []
  const large: File[] = []
  const problems: string[] = []
  for (const file of added) {
    if (/^image\/(?!svg)/.test(file.type)) {
      if (file.size > largestImage) problems.push(chatWords.isLargerThan10Mb(file.name))
      else {
        await toImagePart(file).then(
          (part) => images.push(part.image_url.url),
          (error: Error) => problems.push(`${file.name}: ${error.message}.`),
        )
      }
    } else if (file.size > largestText) large.push(file)
    else {
      const text = await readText(file)
      if (text === undefined) problems.push(chatWords.isNeitherAnImageNor(file.name))
      else files.push({ name: file.name, text })
    }
  }
  return { images, files, large, problem: problems.length ? problems.join(' ') : undefined }
}

/** The text of a file; undefined if it holds something else. */
async function readText(file: File): Promise<string | undefined> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer())
    return text.includes('\0') ? undefined : text
  } catch {
    return undefined
  }
}
