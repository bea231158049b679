import { once } from 'node:events'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'

const types = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
}

/** The file behind an address as GitHub Pages finds it: itself, with `.html`, or the index of a folder. */
export function findFile(folder, path) {
  const places = [join(folder, path), join(folder, `${path}.html`), join(folder, path, 'index.html')]
  return places.find((place) => existsSync(place) && statSync(place).isFile())
}

/** Serves the built site below its base as GitHub Pages does, with compression and its 404 page. */
export async function serveSite(folder, base) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://site')
    const inside = pathname.startsWith(base)
      ? findFile(folder, decodeURIComponent(pathname.slice(base.length)))
      : undefined
    const file = inside ?? join(folder, '404.html')
    response.writeHead(inside ? 200 : 404, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'content-encoding': 'gzip',
    })
    response.end(gzipSync(readFileSync(file)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${server.address().port}${base}`,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
