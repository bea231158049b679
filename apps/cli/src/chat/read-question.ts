import type { LineEditor } from '../terminal/create-line-editor.js'

/**
 * Reads a question: one line, or more where a backslash ends a line or a text is pasted. Ctrl-C at one of those drops
 * the question, and the next one is read.
 */
export async function readQuestion(editor: LineEditor, prompt: string): Promise<string | undefined> {
  const lines: string[] = []
  let isDropped = false
  for (;;) {
    const line =
      lines.length === 0
        ? await editor.read(`\n${prompt}`)
        : await editor.during(async (signal) => {
            const next = await editor.read('. ')
            isDropped = signal.aborted
            return next
          })
    if (isDropped) return readQuestion(editor, prompt)
    if (line === undefined) return undefined
    const goesOn = line.endsWith('\\')
    lines.push(goesOn ? line.slice(0, -1) : line)
    if (!goesOn && !(await editor.isPasting())) return lines.join('\n').trim()
  }
}
