import { INVALID } from './model.js'
import type { Issue, Model, OutputOf } from './model.js'

/**
 * One of several variants: the first that the value is exactly, else the first that takes it. When none does, the
 * issues of all are reported, each under its variant's label (completion_prompt_null).
 */
export function union<const Variants extends readonly Model<unknown>[]>(
  ...variants: Variants
): Model<OutputOf<Variants[number]>> {
  type Output = OutputOf<Variants[number]>
  return {
    label: `union[${variants.map((variant) => variant.label).join(',')}]`,
    isExact: (input) => variants.some((variant) => variant.isExact(input)),
    read(input, at, run) {
      const issues: Issue[] = []
      const ordered = [...variants].sort((a, b) => Number(b.isExact(input)) - Number(a.isExact(input)))
      const found = new Map<Model<unknown>, Issue[]>()
      for (const variant of ordered) {
        const attempt = { issues: [] as Issue[], server: run.server }
        const output = variant.read(input, [...at, variant.label], attempt)
        if (output !== INVALID) return output as Output
        found.set(variant, attempt.issues)
      }
      for (const variant of variants) issues.push(...(found.get(variant) ?? []))
      run.issues.push(...issues)
      return INVALID
    },
  }
}
