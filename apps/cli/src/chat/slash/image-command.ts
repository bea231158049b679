import { readImage } from '../../input/read-image.js'
import { resolvePath } from '../../input/resolve-path.js'
import type { SlashCommand } from './slash-command.js'

/** `/image` */
export const imageCommand: SlashCommand = {
  usage: '/image FILE',
  meaning: 'send an image with the next question; the model has to be loaded with its vision part',
  async run({ conversation }, path) {
    conversation.images.push(await readImage(resolvePath(path, '/image')))
    return [`${conversation.images.length} for the next question`]
  },
}
