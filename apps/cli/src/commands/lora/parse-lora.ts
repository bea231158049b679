import type { LoraParams } from '@tabby/lora'
import { UsageError } from '../../failure/usage-error.js'

/** Reads `name` or `name=scaling`. */
export function parseLora(text: string): LoraParams {
  const [name = '', scaling] = text.split('=')
  if (scaling === undefined) return { name }
  if (scaling.trim() === '' || !Number.isFinite(Number(scaling))) {
    throw new UsageError(`the scaling of ${name} has to be a number, as in ${name}=0.5`)
  }
  return { name, scaling: Number(scaling) }
}
