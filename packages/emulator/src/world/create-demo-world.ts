import type { World } from './world.js'

const chatTemplate = `{%- if tools %}<|im_start|>system
You can call these functions.
{% for tool in tools %}{{ tool | tojson }}
{% endfor %}<|im_end|>
{% endif %}{% for message in messages %}<|im_start|>{{ message.role }}
{{ message.content or '' }}<|im_end|>
{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant
{% if enable_thinking %}<think>
{% endif %}{% endif %}`

const plainTemplate = `{% for message in messages %}{{ message.role }}: {{ message.content or '' }}
{% endfor %}{% if add_generation_prompt %}assistant:{% endif %}`

const reasoningTags = { startToken: '<think>', endToken: '</think>' }

/**
 * Makes the world that an emulator plays when it is given none: a model that chats, reasons and calls tools is loaded,
 * a vision model, one without a template and one too big for the machine lie beside it, and no key is needed.
 *
 * Each call makes a new one, to be changed at will.
 *
 * @returns The world, unshared.
 * @example
 * ```ts
 * import { createDemoWorld, createEmulator } from '@tabby/emulator'
 *
 * const world = createDemoWorld()
 * world.models.push({ name: 'my-12b-exl3', contextLength: 32_768, modules: 40 })
 * const emulator = createEmulator({ world })
 * console.log((await emulator.fetch('http://emulator/v1/models')).status)
 * ```
 */
export function createDemoWorld(): World {
  return {
    models: [
      { name: 'demo-8b-exl3', template: chatTemplate, reasoning: reasoningTags, toolFormat: 'qwen3_coder', modules: 8 },
      { name: 'demo-vision-8b-exl3', template: chatTemplate, reasoning: reasoningTags, visionModules: 4, modules: 8 },
      { name: 'demo-base-3b-exl3', modules: 6 },
      { name: 'demo-70b-exl3', modules: 24, failure: { atModule: 15, message: 'CUDA out of memory.' } },
    ],
    draftModels: [{ name: 'demo-draft-0.5b' }],
    embeddingModels: [{ name: 'demo-embedding-small', dimensions: 64 }],
    loras: [{ name: 'demo-lora' }],
    templates: [
      { name: 'chatml', source: chatTemplate },
      { name: 'plain', source: plainTemplate },
    ],
    presets: [
      { name: 'safe_defaults', overrides: { temperature: { override: 0.8 }, top_p: { override: 0.95 } } },
      { name: 'always_short', overrides: { max_tokens: { override: 64, force: true } } },
    ],
    repositories: [{ id: 'demo/missing', missing: true }, { id: 'demo/gated-model', gated: true }, { id: 'demo/*' }],
    settings: { workingLoras: true },
    loaded: { model: 'demo-8b-exl3', embeddingModel: 'demo-embedding-small' },
  }
}
