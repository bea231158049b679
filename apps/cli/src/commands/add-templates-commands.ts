import { isTabbyError } from '@tabby/core'
import { getModel } from '@tabby/models'
import { listTemplates, switchTemplate, unloadTemplate } from '@tabby/templates'
import type { Command } from 'commander'
import { RefusedError } from '../failure/errors.js'
import type { Terminal } from '../terminal/terminal.js'
import { addServerCommand } from './add-server-command.js'

/** Adds `tabby templates`. */
export function addTemplatesCommands(program: Command, terminal: Terminal): void {
  const templates = program.command('templates').description('list, show and switch prompt templates')
  addServerCommand(templates, terminal, {
    usage: 'ls',
    description: 'list prompt templates: all with an admin key, the active one with an API key',
    examples: [['tabby templates ls', 'one name per line']],
    async run({ client, signal, print }) {
      const list = await listTemplates(client, { signal })
      await print(list, list.data)
    },
  })
  addServerCommand(templates, terminal, {
    usage: 'show',
    description: 'show the source of the active prompt template; exit code 1 if there is none',
    examples: [['tabby templates show > chat.jinja', 'what the server makes of messages']],
    async run({ client, signal, print }) {
      const { id, parameters } = await getModel(client, { signal })
      const { prompt_template: name, prompt_template_content: source } = parameters ?? {}
      if (!source) throw new RefusedError(`${id} has no prompt template: \`tabby templates switch\` sets one`)
      await print({ name, source }, source.split('\n'))
    },
  })
  addServerCommand(templates, terminal, {
    usage: 'switch <name>',
    description: 'use another prompt template for the loaded model; needs an admin key',
    completions: { arguments: 'template' },
    examples: [['tabby templates switch chatml', 'lasts until a model is loaded']],
    async run({ client, signal, print }, [name = '']) {
      try {
        await switchTemplate(client, { prompt_template_name: name }, { signal })
      } catch (error) {
        if (!isTabbyError(error) || error.code !== 'server_error') throw error
        // For an unknown name, the server responds with a 500 without a reason (recording template_switch_unknown).
        const { data } = await listTemplates(client, { signal })
        if (data.includes(name.replace(/\.jinja$/, ''))) throw error
        throw new RefusedError(`the server has no template ${name}; it has ${data.join(', ') || 'none'}`)
      }
      await print({ prompt_template: name }, [`${name} is active`])
    },
  })
  addServerCommand(templates, terminal, {
    usage: 'unload',
    description: 'remove the prompt template, so that the model cannot chat; needs an admin key',
    examples: [['tabby templates unload', 'lasts until you switch to one, or load a model']],
    async run({ client, signal, print }) {
      await unloadTemplate(client, { signal })
      await print({ unloaded: true }, [])
    },
  })
}
