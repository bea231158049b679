import { signal } from '@preact/signals'
import { checkConnection } from '@tabby/health'
import { client, finding } from './connection.js'

/** Whether a check is running. */
export const isChecking = signal(false)

let controller = new AbortController()

/** Checks again what the server is, what is loaded and what the key may do. It never throws. */
export async function checkAgain(): Promise<void> {
  controller.abort()
  const { signal: aborted } = (controller = new AbortController())
  const asked = client.peek()
  isChecking.value = true
  try {
    const report = await checkConnection(asked, { signal: aborted })
    if (!aborted.aborted) finding.value = { client: asked, report }
  } catch (error) {
    if (!aborted.aborted) throw error
  } finally {
    if (!aborted.aborted) isChecking.value = false
  }
}
