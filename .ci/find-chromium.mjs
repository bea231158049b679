import { existsSync } from 'node:fs'

/** The headless shell comes first: it runs the tests of the page twice as fast as a whole browser. */
const places = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/google-chrome']

/** The path of this machine's Chromium; undefined when it has none. */
export const findChromium = () => places.find((path) => existsSync(path))
