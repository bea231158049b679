import { describe, expect, test } from 'vitest'
import { createJsonFinder } from './create-json-finder.js'

const json = '{"a":"```\\"</think>","b":[1]}'
const readAll = (pieces: Iterable<string>) => {
  const find = createJsonFinder()
  return [...pieces].map(find).join('')
}

describe('only JSON is passed on, however the text is split', () => {
  test.each<[string, string]>([
    ['alone', json],
    ['in a fence', `\`\`\`json\n${json}\n\`\`\`\nThat is all.`],
    ['in a fence of one line', `\`\`\`json ${json}\`\`\``],
    ['in a fence of tildes', `\n~~~\n${json}\n~~~`],
    ['behind reasoning', `<think>Who? {"b":2} </thin</think>\n${json}`],
    ['behind reasoning with other tags', `[THINK]Who?[/THINK]${json}`],
    ['in a fence behind reasoning', `<think>\`\`\`</think>\n\n\`\`\`json\n${json}\n\`\`\``],
  ])('%s', (_name, text) => {
    expect(readAll([text]).trim()).toBe(json)
    expect(readAll(text).trim()).toBe(json)
    for (let place = 1; place < text.length; place++) {
      expect(readAll([text.slice(0, place), text.slice(place)]).trim()).toBe(json)
    }
  })

  test('other text is passed on at once, for its reader to refuse', () => {
    expect(readAll(['Sure'])).toBe('Sure')
    expect(readAll(['<b>'])).toBe('<b>')
    expect(readAll(['[', 'true]'])).toBe('[true]')
  })

  test('long white space and long reasoning cost no more than their length', () => {
    const find = createJsonFinder()
    const begin = performance.now()
    for (let count = 0; count < 200_000; count++) find('\n\n')
    find('<think>')
    for (let count = 0; count < 200_000; count++) find('</thin')
    expect(find(`</think>${json}`)).toBe(json)
    expect(performance.now() - begin).toBeLessThan(2000)
  })
})
