/* global files, version -- put before this file when the page is built */
// Keeps one whole version of the page and serves it, also without a network. A newer version is fetched beside it and
// waits until the user asks for it or every tab is closed: files of two versions are never mixed.
const cacheName = `tabby-playground-${version}`
const scope = new URL('./', self.location.href)
const kept = new Set(files.map((file) => new URL(file, scope).href))

self.addEventListener('install', (event) => {
  // Past the browser's own cache, which may hold files of the version before.
  const requests = files.map((file) => new Request(new URL(file, scope), { cache: 'reload' }))
  event.waitUntil(caches.open(cacheName).then((cache) => cache.addAll(requests)))
})

self.addEventListener('activate', (event) => {
  const isOld = (name) => name.startsWith('tabby-playground-') && name !== cacheName
  const clean = async () => {
    const names = await caches.keys()
    await Promise.all(names.filter(isOld).map((name) => caches.delete(name)))
  }
  event.waitUntil(clean())
})

self.addEventListener('message', ({ data }) => {
  if (data === 'update') void self.skipWaiting()
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { href, origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== scope.origin) return
  const address = pathname === scope.pathname ? new URL('index.html', scope).href : href
  if (!kept.has(address)) return
  event.respondWith(caches.open(cacheName).then(async (cache) => (await cache.match(address)) ?? fetch(request)))
})
