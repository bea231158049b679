import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A proxy in a process of its own. */
export interface Proxy {
  readonly name: string
  readonly url: string
  readonly pid: number
  readonly stop: () => void
}

const toPath = (path: string) => fileURLToPath(new URL(path, import.meta.url))

async function startProgram(path: string, ...parameters: string[]) {
  const child = fork(toPath(path), parameters)
  const [port] = (await once(child, 'message')) as [number]
  return { child, url: `http://127.0.0.1:${port}` }
}

const toProxy = (name: string, url: string, child: ChildProcess): Proxy => ({
  name,
  url,
  pid: child.pid!,
  stop: () => void child.kill('SIGKILL'),
})

/** Starts an emulator that takes its time for a prompt, and writes so many tokens a second; 0 is no delay. */
export async function startEmulator(tokensPerSecond: number, prefill = 0): Promise<Proxy> {
  const { child, url } = await startProgram('server/emulator-server.js', `${tokensPerSecond}`, `${prefill}`)
  return toProxy('emulator', url, child)
}

/** Starts the bare pass-through. */
export async function startPassThrough(upstream: string): Promise<Proxy> {
  const { child, url } = await startProgram('server/pass-through.js', upstream)
  return toProxy('pass-through', url, child)
}

/** Starts the gateway as it is published. */
export async function startGateway(upstream: string): Promise<Proxy> {
  const program = toPath('../../gateway/dist/tabby-gateway.js')
  const words = [program, '--server', upstream, '--port', '0', '--concurrency', '10000']
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  child.stdout.resume()
  return toProxy('@tabby/gateway', (JSON.parse(`${line}`.split('\n', 1)[0]!) as { url: string }).url, child)
}

/** Starts nginx in one process, set up for event streams; `undefined` if it is not installed. */
export async function startNginx(upstream: string): Promise<Proxy | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-nginx-'))
  const port = await findPort()
  const { host } = new URL(upstream)
  const config = `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
    events { worker_connections 4096; }
    http { access_log off; client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
      fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
      upstream tabby { server ${host}; keepalive 64; }
      server { listen 127.0.0.1:${port};
        location / { proxy_pass http://tabby; proxy_http_version 1.1; proxy_set_header Connection "";
          proxy_buffering off; } } }`
  writeFileSync(join(folder, 'nginx.conf'), config)
  const child = spawn('nginx', ['-c', join(folder, 'nginx.conf')], { stdio: 'ignore' })
  const isThere = await Promise.race([
    once(child, 'error').then(() => false),
    new Promise<boolean>((resolve) => setTimeout(() => resolve(true), 500)),
  ])
  return isThere ? toProxy('nginx', `http://127.0.0.1:${port}`, child) : undefined
}

async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** CPU time that a process has taken, in microseconds. Linux alone tells it of other processes. */
export function readCpu({ pid }: Proxy): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10_000
}

/** Memory of a process, in megabytes. */
export function readMemory({ pid }: Proxy): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024
}
