import type { IncomingMessage } from 'node:http'
import { BodyTooLarge } from '../http/body-too-large.js'

/**
 * The whole body of a request; rejects with a `BodyTooLarge` as soon as more than the limit has arrived. What comes
 * after that is let go by, so that the refusal can still be sent.
 */
export function readAll(incoming: IncomingMessage, limit = Infinity): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    let length = 0
    const take = (part: Buffer): void => {
      length += part.length
      if (length <= limit) return void parts.push(part)
      incoming.off('data', take)
      incoming.resume()
      reject(new BodyTooLarge(`${limit} bytes (settings.maxBodyBytes)`))
    }
    if (Number(incoming.headers['content-length'] ?? 0) > limit) {
      incoming.resume()
      return reject(new BodyTooLarge(`${limit} bytes (settings.maxBodyBytes)`))
    }
    incoming.on('data', take)
    incoming.once('end', () => resolve(Buffer.concat(parts)))
    incoming.once('error', reject)
    incoming.once('close', () => reject(new Error('the client left')))
  })
}
