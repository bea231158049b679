import type { SharedV3Warning } from '@ai-sdk/provider'

/** Warns when another model answered than the one that was named. */
export function toModelWarnings(modelId: string, answered: string | null | undefined): SharedV3Warning[] {
  if (!modelId || !answered || modelId === answered) return []
  return [{ type: 'other', message: `Expected model ${modelId}, but ${answered} answered, because it is loaded` }]
}
