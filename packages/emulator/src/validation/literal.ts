import type { Model } from './model.js'
import { reportIssue } from './report-issue.js'

/** One of some fixed words. */
export function literal<const Word extends string>(...words: Word[]): Model<Word> {
  const quoted = words.map((word) => `'${word}'`)
  const last = quoted.at(-1) ?? ''
  const expected = quoted.length > 1 ? `${quoted.slice(0, -1).join(', ')} or ${last}` : last
  return {
    label: `literal[${quoted.join(',')}]`,
    isExact: (input) => words.some((word) => word === input),
    read(input, at, run) {
      const found = words.find((word) => word === input)
      if (found !== undefined) return found
      return reportIssue(run, 'literal_error', at, `Input should be ${expected}`, input, { expected })
    },
  }
}
