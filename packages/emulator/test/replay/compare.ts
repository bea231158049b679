import type { Exchange } from './exchange.js'
import type { Fixture } from './fixture.js'
import { normalise } from './normalise.js'

const comparedHeaders = [
  'content-type',
  'allow',
  'vary',
  'cache-control',
  'x-accel-buffering',
  'connection',
  'access-control-allow-origin',
  'access-control-allow-credentials',
  'access-control-allow-headers',
  'access-control-allow-methods',
  'access-control-max-age',
]
const pingPattern = /^: ping - \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}\+00:00$/

/** Everything in which an answer differs from the recorded one, in words; empty when it agrees. */
export function compare(fixture: Fixture, got: Exchange): string[] {
  const { response } = fixture
  const hide = (body: string): string =>
    fixture.otherFigures ? body.replace(/("logprob": ?)-?[\d.e-]+/g, '$1FIGURE') : body
  const wanted = response.status === null ? response : { ...response, body: hide(response.body) }
  const faults: string[] = []
  const expect = (what: string, actual: unknown, expected: unknown): void => {
    if (actual !== expected) faults.push(`${what}: ${shorten(actual)} instead of ${shorten(expected)}`)
  }
  expect('status', got.status, wanted.status)
  expect('end', got.ended, wanted.ended.replace(/^(?:client_closed|no_end).*/, 'client_closed'))
  if (wanted.status === null) return faults
  for (const name of comparedHeaders) expect(name, got.headers[name], wanted.headers[name])
  const path = (address: string | undefined): string | undefined => address?.replace(/^http:\/\/[^/]+/, '')
  expect('location', path(got.headers['location']), path(wanted.headers['location']))
  const isTimed = fixture.during !== undefined || wanted.ended !== 'complete'
  if (wanted.headers['content-type']?.startsWith('text/event-stream')) {
    return [...faults, ...compareFrames(hide(got.body), wanted.body, isTimed)]
  }
  const shape = (text: string): string => {
    const normal = normalise(text)
    return isTimed ? normal.replace(/("content":)"(?:[^"\\]|\\.)*"/, '$1TEXT') : normal
  }
  if (wanted.cut) expect('body', shape(hide(got.body)).slice(0, 2000), shape(wanted.body).slice(0, 2000))
  else expect('body', shape(hide(got.body)), shape(wanted.body))
  return faults
}

/**
 * Compares event streams frame by frame, bytes and framing included; pings may differ by one, for they go by the clock.
 */
function compareFrames(gotText: string, wantedText: string, isTimed: boolean): string[] {
  const got = splitFrames(gotText)
  const wanted = splitFrames(wantedText)
  const faults: string[] = []
  if (Math.abs(got.pings - wanted.pings) > 1) faults.push(`pings: ${got.pings} instead of ${wanted.pings}`)
  const isContent = (frame: string): boolean => frame.includes('"choices"') || frame.includes('"module"')
  const length = isTimed ? Math.min(count(got.data, isContent), count(wanted.data, isContent)) : Infinity
  const a = shapeFrames(got.data, isContent, length)
  const b = shapeFrames(wanted.data, isContent, length)
  if (isTimed && count(wanted.data, isContent) > 0 && length === 0) faults.push('no event came')
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    if (a[index] === b[index]) continue
    faults.push(`event ${index}: ${shorten(a[index])} instead of ${shorten(b[index])}`)
    break
  }
  return faults
}

function count(frames: string[], test: (frame: string) => boolean): number {
  return frames.filter(test).length
}

/** The first so many content frames, then all others. */
function shapeFrames(frames: string[], isContent: (frame: string) => boolean, length: number): string[] {
  if (length === Infinity) return frames
  return [...frames.filter(isContent).slice(0, length), ...frames.filter((frame) => !isContent(frame))]
}

function splitFrames(text: string): { data: string[]; pings: number } {
  const frames = sortChoices(normalise(text).split(/(?<=\r\n\r\n|\n\n)/)).map(forgetLastChoice)
  const isPing = (frame: string): boolean => pingPattern.test(frame.replace(/\r\n\r\n$/, ''))
  // Of a client that left before the first ping there is nothing at all.
  return { data: frames.filter((frame) => frame !== '' && !isPing(frame)), pings: count(frames, isPing) }
}

/** Which of several choices ends last, and so gives its end to the usage event, is chance too. */
function forgetLastChoice(frame: string, _index: number, frames: string[]): string {
  const hasSeveral = frames.some((other) => other.includes('"choices": [{"index": 1'))
  const isEnd = /"finish_reason": "/.test(frame)
  return hasSeveral && isEnd ? frame.replace(/("choices": \[\{"index": )\d+/, '$1ANY') : frame
}

/** Choices are generated side by side, so which of two comes first is chance; within one choice the order counts. */
function sortChoices(frames: string[]): string[] {
  const choiceOf = (frame: string): number => Number(/"choices": \[\{"index": (\d+)/.exec(frame)?.[1] ?? 1_000)
  const isEnd = (frame: string): boolean => /"finish_reason": "/.test(frame)
  const rank = (frame: string): number =>
    choiceOf(frame) + (isEnd(frame) ? 100 : 0) + (frame.includes('"usage"') ? 1 : 0)
  const sorted = [...frames].sort((a, b) => rank(a) - rank(b))
  const firstOther = frames.findIndex((frame) => choiceOf(frame) === 1_000 && !frame.startsWith(': ping'))
  return firstOther === -1 || frames.slice(firstOther).every((frame) => choiceOf(frame) === 1_000) ? sorted : frames
}

function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 420 ? `${text.slice(0, 400)}... (${text.length})` : text
}
