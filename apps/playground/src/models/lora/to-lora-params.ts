import type { LoraParams } from '@tabby/lora'
import { modelWords } from '../../words/model-words.js'

/** A LoRA in the list, with the values to load it with. */
export interface LoraChoice {
  readonly name: string
  readonly isChosen: boolean
  /** As it was typed. */
  readonly scaling: string
}

/** The LoRAs to load, and what is wrong with a scaling, by name. */
export function toLoraParams(choices: readonly LoraChoice[]): { loras: LoraParams[]; issues: Record<string, string> } {
  const loras: LoraParams[] = []
  const issues: Record<string, string> = {}
  for (const { name, isChosen, scaling } of choices) {
    if (!isChosen) continue
    const value = scaling.trim() === '' ? 1 : Number(scaling)
    if (Number.isFinite(value)) loras.push({ name, scaling: value })
    else issues[name] = modelWords.aNumber1IsThe
  }
  return { loras, issues }
}
