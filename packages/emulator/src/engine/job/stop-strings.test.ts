import { describe, expect, it } from 'vitest'
import { searchStopStrings } from './stop-strings.js'

describe('searchStopStrings', () => {
  it('finds the stop string that begins first', () => {
    expect(searchStopStrings('Lorem ipsum dolor', ['dolor', 'ipsum'])).toEqual({ free: 6, found: 'ipsum' })
  })

  it('holds back an end that could become a stop string', () => {
    expect(searchStopStrings('Lorem ip', ['ipsum'])).toEqual({ free: 6, found: null })
    expect(searchStopStrings('aab', ['aabx', 'bc'])).toEqual({ free: 0, found: null })
  })

  it('lets everything through when no stop string is near, and takes no notice of an empty one', () => {
    expect(searchStopStrings('Lorem', ['', 'zzz'])).toEqual({ free: 5, found: null })
  })
})
