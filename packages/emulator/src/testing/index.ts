export { dropAlikeEvents } from './drop-alike-events.js'
export { everyByte, type EveryByteReport } from './every-byte.js'
export { everyCut } from './every-cut.js'
export { everySplit } from './every-split.js'
export { fetchAnswers } from './fetch-answers.js'
export { getRecording } from './get-recording.js'
export { listRecordings } from './list-recordings.js'
export { playRecording } from './play-recording.js'
export { readAll } from './read-all.js'
export { readEvents } from './read-events.js'
export { readRecording, type RecordedReading } from './read-recording.js'
export type { Recording } from './recordings.js'
export {
  type Answer,
  type AnswerServer,
  type ArrivedRequest,
  eventStreamHeaders,
  serveAnswers,
} from './serve-answers.js'
export { type ByteAnswer, type ByteRequest, type ByteServer, serveBytes } from './serve-bytes.js'
export { type ServedEmulator, serveEmulator, type ServeEmulatorOptions } from './serve-emulator.js'
export { serveRecording } from './serve-recording.js'
export { toByteStream } from './to-byte-stream.js'
