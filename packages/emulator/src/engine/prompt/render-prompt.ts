import type { Template } from '@huggingface/jinja'

/** Thrown when a template refuses its input: the server's 400. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError'
}

/**
 * The server writes JSON into prompts with a blank after the colon only (chat_tools_usage counts 248 prompt tokens).
 */
const toJson = /\|\s*tojson\b(?!\s*\()/g

const compiled = new Map<string, Template>()

/** Loads the engine of templates, a third of all code, while nobody waits for it. */
export function preloadTemplates(): void {
  // What goes wrong shows when a template is rendered.
  import('@huggingface/jinja').catch(() => undefined)
}

/** Compiles a template; throws for one with a syntax error. */
export async function compileTemplate(source: string): Promise<Template> {
  const { Template } = await import('@huggingface/jinja')
  return new Template(source)
}

/** Renders a prompt with a model's Jinja chat template. */
export async function renderPrompt(source: string, variables: Record<string, unknown>): Promise<string> {
  let template = compiled.get(source)
  if (!template) {
    template = await compileTemplate(source.replace(toJson, '| tojson(separators=(",", ": "))'))
    // A world has a handful of templates; the bound only keeps a long-lived emulator from growing.
    if (compiled.size > 100) compiled.clear()
    compiled.set(source, template)
  }
  try {
    return template.render(variables)
  } catch (error) {
    throw new TemplateError(error instanceof Error ? error.message : String(error))
  }
}
