import { HttpError } from './http-error.js'
import { replyDetail } from './reply-detail.js'

/** Ends the request with `{"detail": ...}`. */
export function refuse(status: number, detail: string): never {
  throw new HttpError(replyDetail(status, detail))
}
