import { UsageError } from '../../failure/errors.js'
import { changeSettings } from '../../settings/saved-settings.js'
import { parseSwitch, type SlashCommands } from '../slash-command.js'

/** Commands for what is shown. */
export const displayCommands: SlashCommands = {
  '/reasoning': {
    usage: '/reasoning [on|fold]',
    description: 'show the last reasoning; show or fold it from now on',
    completes: ['on', 'fold'],
    run({ conversation }, argument) {
      if (argument === '') return [conversation.lastReasoning.trim() || 'the last reply had no reasoning']
      if (argument !== 'on' && argument !== 'fold') throw new UsageError('/reasoning takes on, fold, or nothing')
      conversation.foldsReasoning = argument === 'fold'
      return [conversation.foldsReasoning ? 'reasoning is folded' : 'reasoning is shown']
    },
  },
  '/stats': {
    usage: '/stats [on|off]',
    description: 'show or hide the statistics after replies, also in later chats',
    completes: ['on', 'off'],
    async run({ statistics, terminal }, argument) {
      if (argument) {
        statistics.areShown = parseSwitch('/stats', argument)
        await changeSettings(terminal, { stats: statistics.areShown })
      }
      return [statistics.areShown ? 'statistics are shown' : 'statistics are hidden']
    },
  },
}
