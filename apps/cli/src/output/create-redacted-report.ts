import { createSecretFilter } from './create-secret-filter.js'
import type { Report } from './report.js'

/** Keeps secrets out of what a model says, also where they come in several pieces. */
export function createRedactedReport(report: Report, secrets: ReadonlySet<string>): Report {
  const filter = createSecretFilter(secrets)
  let kind: 'reasoning' | 'text' = 'text'
  const flush = async (): Promise<void> => {
    const text = filter.flush()
    if (text) await report.show({ type: kind, text })
  }
  return {
    async show(event) {
      if (event.type !== 'text' && event.type !== 'reasoning') {
        await flush()
        return report.show(event)
      }
      if (event.type !== kind) await flush()
      kind = event.type
      const text = filter.push(event.text)
      if (text) await report.show({ type: kind, text })
    },
    settle() {
      // It is written before anything is waited for.
      void flush()
      report.settle()
    },
  }
}
