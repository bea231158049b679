import { spawnSync } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { programPath } from './bundle-program.js'
import { runProgram } from './run-program.js'

test('commands are completed at their level, flags after a dash', async () => {
  const complete = async (...words: string[]) => (await runProgram(['complete-words', '--', ...words])).stdout
  expect(await complete('mod')).toBe('models\n')
  expect(await complete('models', 'l')).toBe('ls\nload\n')
  expect(await complete('chat', '--te')).toBe('--temperature\n')
  expect(await complete('no', 'such')).toBe('')
  expect(await complete('')).not.toContain('complete-words')
  expect(await complete('completion', '')).toBe('bash\nzsh\nfish\n')
})

test('names of servers are completed behind --server', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tabby-cli-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const environment = { XDG_CONFIG_HOME: folder }
  for (const name of ['home', 'hotel', 'work']) {
    await runProgram(['servers', 'add', name, 'http://127.0.0.1:5000'], { environment })
  }
  const { stdout } = await runProgram(['complete-words', '--', 'chat', '--server', 'ho'], { environment })
  expect(stdout).toBe('home\nhotel\n')
})

test('the script for bash completes in bash', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tabby-cli-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const command = join(folder, 'tabby')
  await writeFile(command, `#!/bin/sh\nexec '${process.execPath}' '${programPath}' "$@"\n`)
  await chmod(command, 0o755)
  const script =
    'source <(tabby completion bash); COMP_WORDS=(tabby tokens ""); COMP_CWORD=2; _tabby; echo "${COMPREPLY[@]}"'
  const { stdout } = spawnSync('bash', ['-c', script], {
    encoding: 'utf8',
    env: { PATH: `${folder}${delimiter}${process.env['PATH']}` },
  })
  expect(stdout).toBe('encode count decode help\n')
})

test.each(['zsh', 'fish'])('there is a script for %s, and none for a shell that is unknown', async (shell) => {
  expect((await runProgram(['completion', shell])).stdout).toContain('tabby complete-words --')
  expect(await runProgram(['completion', 'tcsh'])).toMatchObject({ code: 2 })
})

test('every command has a help text with examples', { timeout: 120_000 }, async () => {
  const { stdout } = await runProgram(['complete-words', '--', ''])
  const groups = ['chats', 'presets', 'models', 'lora', 'templates', 'sampling', 'tokens', 'servers', 'batch']
  const names = stdout
    .trim()
    .split('\n')
    .filter((name) => name !== 'help' && !groups.includes(name))
  const subcommands = await Promise.all(
    groups.map(async (group) => {
      const listed = await runProgram(['complete-words', '--', group, ''])
      return listed.stdout
        .trim()
        .split('\n')
        .filter((name) => name !== 'help')
        .map((name) => [group, name])
    }),
  )
  for (const words of [...names.map((name) => [name]), ...subcommands.flat()]) {
    const help = await runProgram([...words, '--help'])
    expect({ ...help, words }).toMatchObject({ words, code: 0, stdout: expect.stringMatching(/\nExamples:\n {2}\S/) })
  }
})
