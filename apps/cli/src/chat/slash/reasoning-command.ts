import { UsageError } from '../../failure/usage-error.js'
import type { SlashCommand } from './slash-command.js'

/** `/reasoning` */
export const reasoningCommand: SlashCommand = {
  usage: '/reasoning [on|fold]',
  meaning: 'write thoughts out, or fold them; without a word show the last ones',
  run({ conversation }, argument) {
    if (argument === '')
      return Promise.resolve([conversation.lastReasoning.trim() || 'no thoughts before the last answer'])
    if (argument !== 'on' && argument !== 'fold') throw new UsageError('/reasoning takes on, fold, or nothing')
    conversation.foldsReasoning = argument === 'fold'
    return Promise.resolve([conversation.foldsReasoning ? 'thoughts are folded' : 'thoughts are written out'])
  },
}
