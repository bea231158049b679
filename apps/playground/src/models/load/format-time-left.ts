/** About how long something still takes, as people say it. */
export function formatTimeLeft(milliseconds: number | undefined): string {
  if (milliseconds === undefined) return ''
  const seconds = Math.ceil(milliseconds / 1000)
  if (seconds <= 0) return ''
  if (seconds < 60) return `about ${seconds} s left`
  const minutes = Math.round(seconds / 60)
  return minutes < 60 ? `about ${minutes} min left` : `about ${Math.floor(minutes / 60)} h ${minutes % 60} min left`
}
