/** A walk through what was asked before, by arrow keys or a search. */
export interface HistoryWalk {
  /** The next older question that begins with what was written when the walk began; `undefined` if there is none. */
  older(written: string): string | undefined
  /** The next newer one; in the end what was written. */
  newer(): string | undefined
  /** The newest question from `skip` on that holds a text, and its place. */
  search(text: string, skip: number): { question: string; place: number } | undefined
  /** Begins anew with the next key. */
  reset(): void
}

/** Walks through questions, the newest first. */
export function createHistoryWalk(questions: readonly string[]): HistoryWalk {
  let begin: string | undefined
  let place = -1
  const find = (from: number, step: 1 | -1, matches: (question: string) => boolean): number => {
    for (let next = from; next >= 0 && next < questions.length; next += step) {
      if (matches(questions[next] ?? '')) return next
    }
    return -1
  }
  return {
    older(written) {
      begin ??= written
      const found = find(place + 1, 1, (question) => question.startsWith(begin ?? ''))
      if (found < 0) return undefined
      place = found
      return questions[place]
    },
    newer() {
      if (begin === undefined) return undefined
      place = find(place - 1, -1, (question) => question.startsWith(begin ?? ''))
      if (place >= 0) return questions[place]
      const written = begin
      begin = undefined
      return written
    },
    search(text, skip) {
      const found = find(skip, 1, (question) => question.includes(text))
      return found < 0 ? undefined : { question: questions[found] ?? '', place: found }
    },
    reset() {
      begin = undefined
      place = -1
    },
  }
}
