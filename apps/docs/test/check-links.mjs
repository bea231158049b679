import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'cheerio'
import { findFile } from './serve-site.mjs'

/** Reads every page: the anchors it has, and where its links and files lead. */
function readPages(folder) {
  const names = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.html'))
  return names.map((name) => {
    const $ = load(readFileSync(join(folder, name), 'utf8'))
    const read = (selector, attribute) =>
      $(selector)
        .map((_, element) => $(element).attr(attribute))
        .get()
    return {
      name: name.replaceAll('\\', '/'),
      file: join(folder, name),
      anchors: new Set(read('[id]', 'id')),
      links: read('a[href]', 'href'),
      files: [...read('[src]', 'src'), ...read('link[href]', 'href')],
      policy: $('meta[http-equiv="Content-Security-Policy"]').attr('content'),
    }
  })
}

/** Checks each link, anchor and file of each page, as a browser resolves them. */
export function checkLinks(report, folder, base) {
  const pages = readPages(folder)
  const origin = 'http://site.invalid'
  const byFile = new Map(pages.map((page) => [page.file, page]))
  let count = 0
  for (const page of pages) {
    const address = new URL(base + page.name.replace(/(?:index)?\.html$/, ''), origin)
    const problems = []
    for (const href of [...page.links, ...page.files]) {
      const url = new URL(href, address)
      if (url.origin !== origin) {
        if (page.files.includes(href) && url.protocol !== 'data:')
          problems.push(`${href} is fetched from another origin`)
        continue
      }
      count += 1
      const inside = url.pathname.startsWith(base) || `${url.pathname}/` === base
      const file = inside && findFile(folder, decodeURIComponent(url.pathname.slice(base.length)))
      if (!file) problems.push(`${href} leads nowhere`)
      else if (url.hash) {
        const anchor = decodeURIComponent(url.hash.slice(1))
        if (byFile.has(file) && !byFile.get(file).anchors.has(anchor)) problems.push(`${href} has no such heading`)
      }
    }
    if (!page.policy?.includes("default-src 'none'")) problems.push('has no content security policy')
    report.expectNone(`${page.name}: links, anchors and files`, [...new Set(problems)])
  }
  console.log(`  ${count} links of ${pages.length} pages`)
  return pages
}
