import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { runCommand } from './run-command.mjs'

/** Runs the three programs as somebody does who has nothing but Node: with npx, in an empty folder and an empty home. */
export async function rehearsePrograms({ registry, temporary, consumers, say, server }) {
  const home = join(temporary, 'home')
  mkdirSync(home)
  const kept = Object.entries(registry.environment).filter(([name]) => !/^npm_config_(?:cache|userconfig)$/.test(name))
  const env = { ...Object.fromEntries(kept), HOME: home, TABBY_API_KEY: server.apiKey }
  const npx = async (...words) => {
    const { code, output, printed } = await runCommand('npx', ['--yes', ...words], { cwd: home, env })
    return code === 0 ? printed : output
  }
  for (const name of ['@tabby/cli', '@tabby/gateway', '@tabby/emulator']) {
    const said = (await npx(name, '--version')).trim()
    consumers.expectSame(`npx ${name} --version`, said, '1.0.0')
  }
  const reply = await npx('@tabby/cli', 'chat', '-p', 'Say hello', '--url', server.url)
  consumers.expectSame(`npx @tabby/cli chat replies, and not with ${reply}`, reply.includes('Say hello'), true)
  say('npx runs @tabby/cli, @tabby/gateway and @tabby/emulator in an empty home')
}
