import { expect, test } from 'vitest'
import type { ChatPreset } from './chat-preset.js'
import { readPresetFile } from './read-preset-file.js'
import { writePresetFile } from './write-preset-file.js'

const card = {
  spec: 'chara_card_v2',
  data: {
    name: 'Ada',
    description: '{{char}} counts ünïcode with {{user}}.',
    personality: 'calm',
    scenario: '',
    first_mes: 'Hello {{user}}!',
    mes_example: '',
    system_prompt: '{{original}}Be kind.',
    post_history_instructions: 'Stay {{char}}.',
  },
}

const preset = {
  name: 'Ada',
  system: 'Be kind.\n\nAda counts ünïcode with User.\n\nPersonality: calm\n\nStay Ada.',
  params: {},
  prefix: '',
  greeting: 'Hello User!',
  model: '',
  tools: [],
}

const alone = (one: ChatPreset) => ({ presets: [one], prompts: [] })

/** A PNG of the given chunks, whose check sums nobody looks at. */
function writePng(...chunks: [type: string, data: string][]): Uint8Array<ArrayBuffer> {
  const parts = chunks.map(([type, data]) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    return Buffer.concat([length, Buffer.from(type + data, 'latin1'), Buffer.alloc(4)])
  })
  return new Uint8Array(Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...parts]))
}

test('a character card is read from JSON and from a PNG, in both versions', async () => {
  const text = JSON.stringify(card)
  expect(await readPresetFile(new Blob([text]))).toEqual(alone(preset))
  expect(await readPresetFile(new Blob([JSON.stringify(card.data)]))).toEqual(alone(preset))
  const hidden = `chara\0${Buffer.from(text).toString('base64')}`
  const image = writePng(['IHDR', 'x'.repeat(13)], ['tEXt', 'Title\0no'], ['tEXt', hidden], ['IEND', ''])
  expect(await readPresetFile(new Blob([image]))).toEqual(alone(preset))
})

test('an exported preset is read again, and what has another type is left out', async () => {
  const tool = { name: 'look_up', description: 'Looks', schema: '{}', code: 'return 1', timeLimit: 10 }
  const own = { ...preset, params: { temperature: 0.5 }, model: 'a', tools: [tool] }
  expect(await readPresetFile(new Blob([JSON.stringify({ format: 'tabby-preset', ...own })]))).toEqual(alone(own))
  const odd = {
    format: 'tabby-preset',
    name: ' Ada ',
    system: 1,
    params: [1],
    greeting: null,
    tools: [{ name: 'a b' }, 1],
  }
  expect(await readPresetFile(new Blob([JSON.stringify(odd)]))).toEqual(alone({ ...preset, system: '', greeting: '' }))
})

test('all presets and prompts are one file, and what is no prompt is left out', async () => {
  const prompts = [{ name: 'short', text: 'Be brief.' }]
  const all = { presets: [preset, { ...preset, name: 'Bob' }], prompts }
  expect(await readPresetFile(new Blob([writePresetFile(all.presets, prompts)]))).toEqual(all)
  const odd = [{ name: ' /two words ', text: 'Hi' }, { name: '/', text: 'Hi' }, { name: 'a', text: ' ' }, 1, null]
  const file = new Blob([JSON.stringify({ format: 'tabby-presets', presets: 3, prompts: odd })])
  expect(await readPresetFile(file)).toEqual({ presets: [], prompts: [{ name: 'two-words', text: 'Hi' }] })
})

test.each([
  ['no JSON', new Blob(['{'])],
  ['something else', new Blob(['{"messages":[]}'])],
  ['a picture without a card', new Blob([writePng(['IEND', ''])])],
  ['a picture that is cut off', new Blob([writePng(['tEXt', `chara\0${'A'.repeat(40)}`]).slice(0, 40)])],
  ['a card that is not JSON', new Blob([writePng(['tEXt', 'chara\0!!'])])],
  ['nothing', new Blob(['null'])],
])('a file with %s is refused in words', async (_, file) => {
  await expect(readPresetFile(file)).rejects.toThrow('neither a preset nor a character card')
})
