import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BatchRequest } from '@tabby/bulk'
import { readAll } from '@tabby/emulator/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkRequests, refuseProblems } from './check-requests.js'
import { openRequests } from './open-requests.js'
import { readText } from './read-text.js'

let folder: string
let count = 0
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'tabby-table-'))))
afterAll(() => rm(folder, { recursive: true }))

const write = async (name: string, text: string | Buffer): Promise<string> => {
  const path = join(folder, `${count++}-${name}`)
  await writeFile(path, text)
  return path
}
/** The requests of a table; refused as by `tabby batch run`. */
const readTable = async (input: string): Promise<BatchRequest[]> => {
  const requests = await openRequests(undefined, { input, promptTemplate: '{{text}}' })
  refuseProblems(await checkRequests(requests))
  return readAll(requests.read(() => undefined))
}

test.each([
  ['rows.csv', 'id,text,text\n1,a,b\n', 'two columns have the name "text". Rename one of them'],
  [
    'rows.csv',
    Buffer.from('id,text\n1,a\n2,Gr\xF6\xDFe\n', 'latin1'),
    'is not UTF-8 text: see line 3. Save it as UTF-8',
  ],
  ['rows.jsonl', Buffer.from('{"id":"1","text":"a"}\n{"text":"\xE4"}', 'latin1'), 'is not UTF-8 text: see line 2'],
  ['rows.csv', Buffer.from('text\na\xC3', 'latin1'), 'is not UTF-8 text: see line'],
  ['rows.csv', 'text\n"a\nb\nc\n', 'line 4: it is not a row of this table: a quote that was opened before it is never'],
  ['rows.csv', 'text\na "b" c\nd\n', 'line 2: it is not a row of this table: a quote is in a value without quotes'],
  ['rows.csv', 'text\n"a"b\n', 'line 2: it is not a row of this table: a quote in a value must be written twice'],
  ['rows.csv', 'a\nb\n', 'line 2: it has no column text, which the template names'],
  ['rows.jsonl', '{"text":"a"}\n[]\n', 'line 2: it is not a JSON object'],
])('a table that is not valid is refused before anything is sent: %s %j', async (name, text, message) => {
  const path = await write(name, text)
  await expect(readTable(path)).rejects.toThrow(message)
})

test('rows are texts: names of prototypes are names, numbers and objects are JSON, and null is nothing', async () => {
  const csv = await readTable(await write('rows.csv', 'id,text,__proto__\n__proto__,$& $1,b\n'))
  expect(csv.map(({ id, columns, body }) => [id, JSON.stringify(columns), body['messages']])).toEqual([
    ['__proto__', '{"id":"__proto__","text":"$& $1","__proto__":"b"}', [{ role: 'user', content: '$& $1' }]],
  ])
  const rows = '\uFEFF{"id":null,"text":null}\r\n\n{"id":7,"text":{"a":[1]},"__proto__":"b"}\n'
  const json = await readTable(await write('rows.jsonl', rows))
  expect(json.map(({ id, columns }) => [id, JSON.stringify(columns)])).toEqual([
    ['row-1', '{"id":"","text":""}'],
    ['7', '{"id":"7","text":"{\\"a\\":[1]}","__proto__":"b"}'],
  ])
})

test('a line that is longer than any request is refused before it takes all of the memory', async () => {
  const path = await write('rows.jsonl', '\n')
  const read = async (size: number) => {
    await truncate(path, size)
    let length = 0
    for await (const text of readText(path)) length += text.length
    return length
  }
  expect(await read(50_000_001)).toBe(50_000_001)
  await expect(read(50_000_002)).rejects.toThrow('line 2 has more than 50000000 characters')
})
