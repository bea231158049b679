import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { allowTool, isToolAllowed } from '../state/allowed-tools.js'
import { longestTimeLimit, readOwnTool } from './own-tool.js'
import { ownTools, removeOwnTool, saveOwnTool } from './own-tools.js'

const tool = { name: 'look_up', description: 'Looks', schema: '{}', code: 'return 1', timeLimit: 10 }

test('a tool from a file or a preset has each of its fields, and a name that a model can call', () => {
  expect(readOwnTool({ ...tool, further: 1 })).toEqual(tool)
  expect(readOwnTool({ name: 'a', code: 1 })).toEqual({
    name: 'a',
    description: '',
    schema: '',
    code: '',
    timeLimit: 10,
  })
  expect(readOwnTool({ ...tool, timeLimit: 1e9 })?.timeLimit).toBe(longestTimeLimit)
  expect(readOwnTool({ ...tool, timeLimit: 0.5 })?.timeLimit).toBe(10)
  expect(readOwnTool({ ...tool, name: 'a'.repeat(64) })).toBeDefined()
  for (const name of ['', 'a b', 'a'.repeat(65), 1]) expect(readOwnTool({ ...tool, name })).toBeUndefined()
  for (const value of [null, 'tool', undefined, []]) expect(readOwnTool(value)).toBeUndefined()
})

test('a changed or renamed tool takes the place of the former one, and has to be allowed again', () => {
  saveOwnTool(tool)
  allowTool('one', 'look_up')
  expect([isToolAllowed('one', 'look_up'), isToolAllowed('other', 'look_up')]).toEqual([true, false])
  saveOwnTool({ ...tool, name: 'search' }, 'look_up')
  expect(ownTools.value.map(({ name }) => name)).toEqual(['search'])
  expect(isToolAllowed('one', 'look_up')).toBe(false)
  removeOwnTool('search')
  expect(ownTools.value).toEqual([])
})

test('the frame in which tools run allows its own script and blobs as workers, and nothing else', () => {
  const page = readFileSync(new URL('../../../public/tool-frame.html', import.meta.url), 'utf8')
  const [, script = ''] = /<script>([^]*)<\/script>/.exec(page) ?? []
  const hash = createHash('sha256').update(script).digest('base64')
  expect(page).toContain(`content="default-src 'none'; script-src 'sha256-${hash}'; worker-src blob:"`)
})
