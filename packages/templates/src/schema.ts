import * as v from 'valibot'

/**
 * Validates a body for `switchTemplate` from an untrusted source. Unknown fields stay in place.
 *
 * @example
 * ```ts
 * import { switchTemplateParamsSchema } from '@tabby/templates/schema'
 * import { parse } from 'valibot'
 *
 * const params = parse(switchTemplateParamsSchema, JSON.parse('{ "prompt_template_name": "chatml" }'))
 * console.log(params.prompt_template_name)
 * ```
 */
export const switchTemplateParamsSchema = /* @__PURE__ */ (() => v.looseObject({ prompt_template_name: v.string() }))()
