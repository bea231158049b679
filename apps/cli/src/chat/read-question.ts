import type { LineEditor } from '../terminal/create-line-editor.js'

/** Reads a question: one line, or more of them, each but the last with a backslash at its end. */
export async function readQuestion(editor: LineEditor, prompt: string): Promise<string | undefined> {
  const lines: string[] = []
  for (;;) {
    const line = await editor.read(lines.length === 0 ? `\n${prompt}` : '. ')
    if (line === undefined) return undefined
    if (!line.endsWith('\\')) return [...lines, line].join('\n').trim()
    lines.push(line.slice(0, -1))
  }
}
