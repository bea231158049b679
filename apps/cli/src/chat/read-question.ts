import type { LineEditor } from '../terminal/create-line-editor.js'

/** Reads a question: one line, or more where a backslash ends a line or a text is pasted. */
export async function readQuestion(editor: LineEditor, prompt: string): Promise<string | undefined> {
  const lines: string[] = []
  for (;;) {
    const line = await editor.read(lines.length === 0 ? `\n${prompt}` : '. ')
    if (line === undefined) return undefined
    const goesOn = line.endsWith('\\')
    lines.push(goesOn ? line.slice(0, -1) : line)
    if (!goesOn && !(await editor.isPasting())) return lines.join('\n').trim()
  }
}
