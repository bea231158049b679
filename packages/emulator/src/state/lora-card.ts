import { float } from '../json/python-float.js'
import { unixSeconds } from './unix-seconds.js'

/** One entry of a LoRA list; only active ones have a scaling. */
export function loraCard(id: string, scaling: number | null): Record<string, unknown> {
  return {
    id,
    object: 'lora',
    created: unixSeconds(),
    owned_by: 'tabbyAPI',
    scaling: scaling === null ? null : float(scaling),
  }
}
