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

/** A healthy server. */
export function createServerHealth(): ServerHealth {
  const issues: ServerHealthIssue[] = []
  return {
    issues,
    report(description) {
      issues.push({ time: new Date().toISOString().replace('Z', '000Z'), description })
    },
  }
}
