import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from '../workspace.mjs'

/** The block of a language in the README of core: what is tested is what the reader is told to write. */
function readBlock(language) {
  const text = readFileSync(join(root, 'packages', 'core', 'README.md'), 'utf8')
  const block = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'ms').exec(text)?.[1]
  if (!block) throw new Error(`packages/core/README.md has no block of ${language}`)
  return block
}

/** Replaces what differs between the reader's machines and this one; each has to be there. */
function replaceAll(text, replacements) {
  let replaced = text
  for (const [from, to] of Object.entries(replacements)) {
    if (!replaced.includes(from)) throw new Error(`the README's configuration has no ${from}`)
    replaced = replaced.replaceAll(from, to)
  }
  return replaced
}

export async function getFreePort() {
  const server = createServer()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** How each proxy is configured and started. A header of each answer tells the connection that it came over. */
const proxies = {
  nginx: {
    getFile: (block, folder) => `daemon off; pid ${folder}/nginx.pid; error_log stderr; worker_processes 1;
      events {}
      http {
        access_log off; client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
        fastcgi_temp_path ${folder}/fastcgi; uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
        add_header x-connection $connection always;
        ${block}
      }`,
    getReplacements: ({ port, upstreams, folder }) => ({
      'listen 443': `listen 127.0.0.1:${port}`,
      '10.0.0.11:5000': upstreams[0],
      '10.0.0.12:5000': upstreams[1],
      '/etc/ssl/tabby.crt': `${folder}/tabby.crt`,
      '/etc/ssl/tabby.key': `${folder}/tabby.key`,
    }),
    getCommand: (file, folder) => ['nginx', '-p', folder, '-c', file],
  },
  haproxy: {
    getFile: (block) => block,
    getReplacements: ({ port, upstreams, folder }) => ({
      'bind :443': `bind 127.0.0.1:${port}`,
      '10.0.0.11:5000': upstreams[0],
      '10.0.0.12:5000': upstreams[1],
      '/etc/haproxy/tabby.pem': `${folder}/tabby.pem`,
      'default_backend tabby': 'default_backend tabby\n  http-response set-header x-connection %[src_port]',
    }),
    getCommand: (file) => ['haproxy', '-db', '-f', file],
  },
}

/** Starts a proxy as the README of core configures it, in front of two servers. */
export async function startProxy(name, { folder, upstreams, readTimeout = '1h' }) {
  const port = await getFreePort()
  const { getFile, getReplacements, getCommand } = proxies[name]
  const block = replaceAll(readBlock(name), { ...getReplacements({ port, upstreams, folder }), '1h': readTimeout })
  const file = join(folder, `${name}-${port}.conf`)
  writeFileSync(file, getFile(block, folder))
  const [command, ...parts] = getCommand(file, folder)
  const child = spawn(command, parts, { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  child.stdout.on('data', (data) => (output += data))
  child.stderr.on('data', (data) => (output += data))
  const ended = new Promise((resolve) => child.on('close', resolve).on('error', (error) => resolve((output += error))))
  const isListening = () =>
    new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(!socket.destroy().connecting))
      socket.on('error', () => resolve(false))
    })
  for (let round = 0; !(await isListening()); round++) {
    if (round > 100 || child.exitCode !== null) throw new Error(`${name} does not start: ${output}`)
    await sleep(50)
  }
  return {
    url: `https://localhost:${port}`,
    async stop() {
      child.kill()
      await ended
    },
  }
}
