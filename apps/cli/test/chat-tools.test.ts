import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { toolsPath } from './bundle-program.js'
import { controlC, controlD, openTerminal } from './open-terminal.js'
import { runProgram } from './run-program.js'
import { serveWorld } from './serve-world.js'

const prompt = '\u001B[32m>\u001B[39m '
const words = ['chat', '--tools', toolsPath]

async function open(more: readonly string[] = []) {
  const { asUser, emulator } = await serveWorld()
  const terminal = openTerminal([...words, ...more], asUser)
  await terminal.see(prompt)
  const readBodies = () =>
    emulator.journal.filter(({ path }) => path === '/v1/chat/completions').map(({ body }) => body)
  return { terminal, readBodies }
}

describe('in a terminal', () => {
  test('a call is shown dimmed and run after a yes, and the model is told what it gave', async () => {
    const { terminal, readBodies } = await open()
    terminal.type('How is the weather?\r')
    expect(await terminal.see('run get_weather')).toContain('\u001B[2mtool call: get_weather')
    await terminal.see('(y/N/always) ')
    terminal.type('y\r')
    const result = await terminal.see('tokens per second')
    expect(result).toContain('\u001B[2mresult: {"sky":"clear \\u001b[31mand red"}')
    expect(readBodies()).toHaveLength(2)
    expect(readBodies()[1]).toContain('"role":"tool"')
    await terminal.see(prompt)
    terminal.type('[[notool]] And tomorrow?\r')
    await terminal.see('tokens per second')
    // What was called and given stays part of the conversation.
    expect(readBodies()[2]).toContain('"role":"tool"')
    await terminal.see(prompt)
    terminal.type(controlD)
    expect(await terminal.ended).toBe(0)
  })

  test('anything but a yes keeps it from running, and the model is told', async () => {
    const { terminal, readBodies } = await open()
    terminal.type('How is the weather?\r')
    await terminal.see('(y/N/always) ')
    terminal.type('\r')
    expect(await terminal.see('tokens per second')).toContain('Error: the user did not allow the call')
    expect(readBodies()[1]).toContain('the user did not allow the call')
    expect(readBodies()[1]).not.toContain('clear')
  })

  test('what was typed before the question is no answer to it', async () => {
    const { asUser, emulator } = await serveWorld({
      loaded: 'demo-8b-exl3',
      settings: { speed: { tokensPerSecond: 60 } },
    })
    const terminal = openTerminal([...words, '[[tool:1]] [[pre]] How is the weather?'], asUser)
    await terminal.see('How is the weather?')
    terminal.type('y\rhalf a line')
    await terminal.see('(y/N/always) ')
    terminal.type('\r')
    await terminal.see('did not allow')
    await terminal.see('tokens per second')
    await terminal.see(`${prompt}y`)
    await terminal.see('(y/N/always) ')
    terminal.type('n\r')
    await terminal.see(prompt)
    await terminal.see('half a line')
    const told = emulator.journal.map(({ body }) => body).join('\n')
    expect(told.split('the user did not allow').length).toBeGreaterThan(2)
    expect(told).not.toContain('clear')
  })

  test('Ctrl-C at the question stops the answer, and the chat goes on without it', async () => {
    const { terminal, readBodies } = await open()
    terminal.type('How is the weather?\r')
    await terminal.see('(y/N/always) ')
    terminal.type(controlC)
    await terminal.see('stopped')
    await terminal.see(prompt)
    terminal.type('/tools off\r')
    await terminal.see('tools are off')
    await terminal.see(prompt)
    terminal.type('[[len:3]] after that\r')
    await terminal.see('tokens per second')
    expect(readBodies()).toHaveLength(2)
    expect(readBodies()[1]).not.toContain('tools')
    expect(readBodies()[1]).not.toContain('How is the weather?')
  })

  test('Ctrl-D at the question is a no, and the end of the chat', async () => {
    const { terminal, readBodies } = await open()
    terminal.type('How is the weather?\r')
    await terminal.see('(y/N/always) ')
    terminal.type(controlD)
    expect(await terminal.see('tokens per second')).toContain('Error: the user did not allow the call')
    expect(await terminal.ended).toBe(0)
    expect(readBodies()[1]).not.toContain('clear')
    expect(terminal.output).not.toContain('closed')
  })

  test('/tools lists them, and on and off say whether they are offered', async () => {
    const { terminal, readBodies } = await open(['--yes'])
    const enter = async (line: string, seen: string) => {
      terminal.type(`${line}\r`)
      const text = await terminal.see(seen)
      await terminal.see(prompt)
      return stripVTControlCharacters(text)
    }
    expect(await enter('/tools', 'tools are on')).toMatch(/get_weather +Weather of a city\s+get_time +The present time/)
    await enter('/tools off', 'tools are off')
    await enter('first', 'tokens per second')
    await enter('/tools on', 'tools are on')
    expect(await enter('second', 'tokens per second')).not.toContain('(y/N')
    await enter('/tools maybe', '/tools takes on, off, or nothing')
    const bodies = readBodies()
    expect(bodies).toHaveLength(3)
    expect(bodies.map((body) => body?.includes('get_weather'))).toEqual([false, true, true])
    terminal.type(controlD)
    expect(await terminal.ended).toBe(0)
  })

  test('without tools /tools says where they come from', async () => {
    const { asUser } = await serveWorld()
    const terminal = openTerminal(['chat'], asUser)
    await terminal.see(prompt)
    terminal.type('/tools\r')
    expect(await terminal.see('there are no tools')).toContain('there are no tools')
  })
})

describe('through a pipe', () => {
  test('tools need --yes, because nobody is there to ask', async () => {
    const { asUser, emulator } = await serveWorld()
    const refused = await runProgram([...words, 'How is the weather?'], { environment: asUser })
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('use --yes with --tools') })
    expect(emulator.journal).toHaveLength(0)
  })

  test('with --json each call and each result is a line', async () => {
    const { asUser } = await serveWorld()
    const run = await runProgram([...words, '--yes', '--json', 'How is the weather?'], { environment: asUser })
    const lines = run.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string })
    const call = lines.find(({ type }) => type === 'tool_call')
    expect(call).toMatchObject({ call: { function: { name: 'get_weather' } } })
    const result = { tool_call_id: expect.stringMatching(/./), problem: null }
    expect(lines.find(({ type }) => type === 'tool_result')).toMatchObject(result)
    expect(lines.at(-1)).toMatchObject({ type: 'end', finish_reason: 'stop' })
  })

  test('a file that is not there, or holds no tools, is a usage error', async () => {
    const { asUser } = await serveWorld()
    const folder = await mkdtemp(join(tmpdir(), 'tabby-cli-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const ask = (path: string) => runProgram(['chat', '--yes', '--tools', path, 'Hi'], { environment: asUser })
    expect(await ask(join(folder, 'nowhere.mjs'))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('cannot be loaded'),
    })
    const wrong = join(folder, 'wrong.mjs')
    await writeFile(wrong, 'export default [{ name: "clock" }]')
    expect(await ask(wrong)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('must be a list of tools'),
    })
    const tool = '{ type: "function", function: { name: "clock" }, check() {}, run() {} }'
    await writeFile(join(folder, 'twice.mjs'), `export default [${tool}, ${tool}]`)
    expect(await ask(join(folder, 'twice.mjs'))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('two tools'),
    })
  })
})
