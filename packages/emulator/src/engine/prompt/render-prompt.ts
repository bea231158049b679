import { Template } from '@huggingface/jinja'

/** Thrown when a template refuses its input: the server's 400. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError'
}

const compiled = new Map<string, Template>()

/** Renders a prompt with a model's Jinja chat template. */
export function renderPrompt(source: string, variables: Record<string, unknown>): string {
  let template = compiled.get(source)
  if (!template) {
    template = new Template(source)
    // A world has a handful of templates; the bound only keeps a long-lived emulator from growing.
    if (compiled.size > 100) compiled.clear()
    compiled.set(source, template)
  }
  try {
    return template.render({ ...variables, raise_exception: raiseException, strftime_now: formatTime })
  } catch (error) {
    throw new TemplateError(error instanceof Error ? error.message : String(error))
  }
}

function raiseException(message: unknown): never {
  throw new Error(String(message))
}

/** The few directives of `strftime` that chat templates use for today's date. */
function formatTime(format: string): string {
  const now = new Date()
  const pad = (value: number): string => String(value).padStart(2, '0')
  const month = now.toLocaleString('en', { month: 'long' })
  const values: Record<string, string> = {
    Y: String(now.getFullYear()),
    m: pad(now.getMonth() + 1),
    d: pad(now.getDate()),
    H: pad(now.getHours()),
    M: pad(now.getMinutes()),
    S: pad(now.getSeconds()),
    B: month,
    b: month.slice(0, 3),
  }
  return format.replace(/%([YmdHMSBb])/g, (directive, letter: string) => values[letter] ?? directive)
}
