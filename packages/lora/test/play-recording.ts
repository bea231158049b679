import { createTabbyClient, type TabbyClient } from '@tabby/core'
import { type ArrivedRequest, getRecording, serveAnswers } from '@tabby/emulator/testing'
import { onTestFinished } from 'vitest'

/** A client for a loopback server that answers everything as recorded, until the test is over; and what it was sent. */
export async function playRecording(
  name: string,
): Promise<{ client: TabbyClient; requests: readonly ArrivedRequest[] }> {
  const { status, headers, body } = getRecording(name).response
  const server = await serveAnswers({ status, headers: { 'content-type': headers['content-type']! }, body: [body] })
  onTestFinished(() => server.close())
  const client = createTabbyClient({ baseUrl: server.url, apiKey: 'api', adminKey: 'admin', retry: false })
  return { client, requests: server.requests }
}
