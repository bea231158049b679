import { appendFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { toRedactedText } from '@tabby/core'
import { makeFolder } from '../files/make-folder.js'
import { readSettingsFile } from '../files/read-settings-file.js'
import { writeWholeFile } from '../files/whole-file.js'
import type { Terminal } from '../terminal/terminal.js'
import { findDataFolder } from './find-data-folder.js'

/** What was asked before, in this chat and in earlier ones. */
export interface QuestionHistory {
  /** The newest first. */
  readonly questions: readonly string[]
  add(question: string): Promise<void>
}

/** The file is shortened to so many when it has twice as many. */
const kept = 1000

/** A history of this run alone. */
export function createQuestionHistory(questions: string[] = []): QuestionHistory {
  return {
    questions,
    async add(question) {
      if (questions[0] !== question) questions.unshift(question)
    },
  }
}

/** Opens the history of all chats. It is a convenience: a file that cannot be read or written is none. */
export async function openQuestionHistory(
  terminal: Pick<Terminal, 'environment' | 'secrets'>,
): Promise<QuestionHistory> {
  const path = join(findDataFolder(terminal), 'history.jsonl')
  const text = await readSettingsFile(path).catch(() => undefined)
  const questions = (text ?? '').split('\n').flatMap(parseLine)
  if (questions.length > 2 * kept) {
    const lines = questions.slice(-kept).map((question) => `${JSON.stringify(question)}\n`)
    await writeWholeFile(path, lines.join(''), { mode: 0o600 }).catch(() => undefined)
  }
  const history = createQuestionHistory(questions.slice(-kept).reverse())
  return {
    questions: history.questions,
    async add(question) {
      const isNew = history.questions[0] !== question
      await history.add(question)
      if (!isNew) return
      const line = `${toRedactedText(JSON.stringify(question), [...terminal.secrets])}\n`
      await makeFolder(dirname(path))
        .then(() => appendFile(path, line, { mode: 0o600 }))
        .catch(() => undefined)
    },
  }
}

function parseLine(line: string): string[] {
  try {
    const question: unknown = JSON.parse(line)
    return typeof question === 'string' ? [question] : []
  } catch {
    return []
  }
}
