/** One thing that went wrong. */
export interface ServerHealthIssue {
  /** ISO time with microseconds, UTC. */
  time: string
  /** Kind and message of the exception. */
  description: string
}

/** What `/health` tells: it turns unhealthy with the first issue and stays so (health_unhealthy_list). */
export interface ServerHealth {
  readonly issues: readonly ServerHealthIssue[]
  report(description: string): void
}

/** The server keeps every issue; here the last ones are enough, so that `/health` stays quick to answer. */
const mostIssues = 1000

/** A healthy server. */
export function createServerHealth(): ServerHealth {
  const issues: ServerHealthIssue[] = []
  return {
    issues,
    report(description) {
      if (issues.length === mostIssues) issues.shift()
      issues.push({ time: new Date().toISOString().replace('Z', '000Z'), description })
    },
  }
}
