import { readdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { listServerNames } from '../completion/list-names.js'
import { readPresets } from '../presets/saved-presets.js'
import { toVisible } from '../output/terminal-text.js'
import { slashCommands } from './run-slash-command.js'
import type { ChatSession } from './slash-command.js'

/** Completions of the end of a line of the chat, and the part of it that they replace. */
export async function completeLine(
  line: string,
  { client, terminal }: Pick<ChatSession, 'client' | 'terminal'>,
): Promise<[candidates: string[], replaced: string]> {
  const [, name = '', argument] = /^(\/\S*)(?:\s+(.*))?$/s.exec(line) ?? []
  if (name === '') return [[], line]
  const match = (all: readonly string[], begin: string): [string[], string] => [
    all.filter((each) => each.startsWith(begin) && toVisible(each) === each),
    begin,
  ]
  if (argument === undefined) {
    const [candidates] = match([...Object.keys(slashCommands).sort(), '/help', '/exit', '/quit'], name)
    return candidates.length === 1 ? [[`${candidates[0]} `], name] : [candidates, name]
  }
  const { completes } = (Object.hasOwn(slashCommands, name) && slashCommands[name]) || {}
  switch (completes) {
    case undefined:
      return [[], line]
    case 'file':
      return completePath(argument)
    case 'model':
      return match(await listServerNames('model', client).catch(() => []), argument)
    case 'preset':
      return match([...(await readPresets(terminal).catch(() => new Map<string, unknown>())).keys()], argument)
    case 'sampler': {
      const { samplerParamNames } = await import('./sampler-param-names.js')
      return match(samplerParamNames, argument)
    }
    default:
      return match(completes, argument)
  }
}

const isWindows = process.platform === 'win32'
const escapePath = (path: string): string => (isWindows ? path : path.replace(/[\\ '"]/g, '\\$&'))

/** Completes a path as it is typed in the chat: with `~`, and with a backslash before a blank. */
async function completePath(typed: string): Promise<[string[], string]> {
  const [folder = ''] = /^.*[/\\](?=[^/\\]*$)/s.exec(isWindows ? typed : typed.replace(/\\ /g, '\0\0')) ?? []
  const written = typed.slice(0, folder.length)
  const place = (isWindows ? written : written.replace(/\\(.)/gs, '$1')).replace(/^~(?=[/\\])/, homedir())
  const entries = await readdir(place || '.', { withFileTypes: true }).catch(() => [])
  const candidates = entries
    .filter(({ name }) => !name.startsWith('.') || typed.slice(folder.length).startsWith('.'))
    .map((entry) => `${written}${escapePath(entry.name)}${entry.isDirectory() ? '/' : ''}`)
    .filter((path) => path.startsWith(typed) && toVisible(path) === path)
  return [candidates, typed]
}
