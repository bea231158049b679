/** What `/health` tells: it turns unhealthy with the first issue and stays so (health_unhealthy_list). */
export interface ServerHealth {
  readonly issues: readonly { time: string; description: string }[]
  report(description: string): void
}

/** A healthy server. */
export function createServerHealth(): ServerHealth {
  const issues: { time: string; description: string }[] = []
  return {
    issues,
    report(description) {
      issues.push({ time: new Date().toISOString().replace('Z', '000+00:00'), description })
    },
  }
}
