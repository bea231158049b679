import { toImagePart } from '@tabby/chat'

/** Larger ones fill the context and the browser's storage; in bytes. */
const largest = 10 * 1024 * 1024

/** Reads the images as data URLs, and says what is wrong with the others. */
export async function readImages(files: Iterable<File>): Promise<{ images: string[]; problem: string | undefined }> {
  const images: string[] = []
  const problems: string[] = []
  for (const file of files) {
    if (file.size > largest) {
      problems.push(`${file.name} is larger than 10 MB.`)
      continue
    }
    try {
      images.push((await toImagePart(file)).image_url.url)
    } catch (error) {
      problems.push(`${file.name}: ${(error as Error).message}.`)
    }
  }
  return { images, problem: problems.length ? problems.join(' ') : undefined }
}
