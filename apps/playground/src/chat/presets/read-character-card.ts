import { settingsWords } from '../../words/settings-words.js'
import type { ChatPreset } from './chat-preset.js'

/** A card has a few kilobytes of text; more than this is something else. */
const largest = 4 * 1024 * 1024

/**
 * Reads a character card, version 1 or 2, as a preset; undefined if the value is not one. Lore books are left out: the
 * page has nothing that would look things up in them.
 */
export function readCharacterCard(value: unknown): ChatPreset | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { data = value } = value as { data?: unknown }
  if (typeof data !== 'object' || data === null) return undefined
  const fields = new Map(Object.entries(data))
  const name = readText(fields.get('name'))
  const read = (field: string) =>
    readText(fields.get(field))
      .replaceAll(/\{\{original\}\}/gi, '')
      .replaceAll(/\{\{char\}\}|<BOT>/gi, name)
      .replaceAll(/\{\{user\}\}|<USER>/gi, settingsWords.user)
      .trim()
  const isCard = ['description', 'personality', 'first_mes'].some((field) => readText(fields.get(field)))
  if (!name || !isCard) return undefined
  const under = (title: string, text: string) => (text ? `${title}: ${text}` : '')
  const system = [
    read('system_prompt'),
    read('description'),
    under(settingsWords.personality, read('personality')),
    under(settingsWords.scenario, read('scenario')),
    under(settingsWords.examples, read('mes_example')),
    read('post_history_instructions'),
  ]
  return {
    name,
    system: system.filter(Boolean).join('\n\n'),
    params: {},
    prefix: '',
    greeting: read('first_mes'),
    model: '',
    tools: [],
  }
}

const readText = (value: unknown) => (typeof value === 'string' ? value : '')

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

/** Reads the JSON that character cards hide in a PNG, in a text chunk named `chara`; undefined if there is none. */
export function readCardImage(bytes: Uint8Array): unknown {
  if (signature.some((byte, place) => bytes[place] !== byte)) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let place = signature.length; place + 12 <= bytes.length;) {
    const length = view.getUint32(place)
    const start = place + 8
    if (start + length > bytes.length) return undefined
    const type = toLatin(bytes.subarray(place + 4, start))
    if (type === 'tEXt' && length < largest) {
      const [keyword, text] = splitText(bytes.subarray(start, start + length))
      if (keyword === 'chara') return readBase64(text)
    }
    place = start + length + 4
  }
  return undefined
}

const toLatin = (bytes: Uint8Array) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')

function splitText(bytes: Uint8Array): [keyword: string, text: string] {
  const end = bytes.indexOf(0)
  return [toLatin(bytes.subarray(0, Math.max(0, end))), toLatin(bytes.subarray(end + 1))]
}

function readBase64(text: string): unknown {
  try {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown
  } catch {
    return undefined
  }
}
