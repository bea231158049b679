import type { Plugin } from 'vite'

/**
 * What the page may do: run its own scripts and styles, show its own pictures and those that were dropped on it, and
 * ask any server. So what a model writes can neither run nor fetch, even if something were to let it into the page.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  // The frame in which tools of the user run. It has a policy and an origin of its own.
  "frame-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  'connect-src http: https:',
  // The name and the picture of the installed page.
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** Writes the policy into the page that is built; the development server needs scripts of its own. */
export function contentPolicy(): Plugin {
  return {
    name: 'content-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: policy },
        injectTo: 'head-prepend',
      },
    ],
  }
}
