import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileStops } from './stop-strings.js'
import type { StopSearch } from './stop-strings.js'

const search = (text: string, stops: string[]): StopSearch => compileStops(stops)().feed(text)

/** What a search finds in the whole text, however long it takes. */
function searchSlowly(text: string, stops: readonly string[]): StopSearch {
  const places = stops.filter(Boolean).map((stop) => ({ stop, at: text.indexOf(stop) }))
  const [best] = places.filter(({ at }) => at >= 0).sort((one, other) => one.at - other.at)
  if (best) return { free: best.at, found: best.stop }
  const ends = stops.flatMap((stop) => [...stop].map((_, length) => stop.slice(0, length)))
  const held = Math.max(0, ...ends.filter((end) => text.endsWith(end)).map((end) => end.length))
  return { free: text.length - held, found: null }
}

describe('compileStops', () => {
  test('finds the stop string that begins first', () => {
    expect(search('Lorem ipsum dolor', ['dolor', 'ipsum'])).toEqual({ free: 6, found: 'ipsum' })
  })

  test('holds back an end that could become a stop string', () => {
    expect(search('Lorem ip', ['ipsum'])).toEqual({ free: 6, found: null })
    expect(search('aab', ['aabx', 'bc'])).toEqual({ free: 0, found: null })
  })

  test('lets everything through when no stop string is near, and takes no notice of an empty one', () => {
    expect(search('Lorem', ['', 'zzz'])).toEqual({ free: 5, found: null })
  })

  test('finds in chunks what stands in the whole text', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 4 })
    const property = fc.property(fc.array(text), fc.array(text, { maxLength: 4 }), (chunks, stops) => {
      const searcher = compileStops(stops)()
      let waiting = ''
      for (const chunk of chunks) {
        waiting += chunk
        const found = searcher.feed(chunk)
        expect(found).toEqual(searchSlowly(waiting, stops))
        if (found.found !== null) return
        waiting = waiting.slice(found.free)
      }
    })
    fc.assert(property, { numRuns: 2000 })
  })
})
