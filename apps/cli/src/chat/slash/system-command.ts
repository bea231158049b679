import type { SlashCommand } from './slash-command.js'

/** `/system` */
export const systemCommand: SlashCommand = {
  usage: '/system [TEXT|off]',
  meaning: 'show, set or drop what the model is told before everything else',
  run({ conversation }, argument) {
    if (argument) conversation.system = argument === 'off' ? '' : argument
    return Promise.resolve([conversation.system || 'no system prompt'])
  },
}
