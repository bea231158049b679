/** The first bytes of each format, as characters of one byte; a dot is any byte. */
const signatures = /* @__PURE__ */ Object.entries({
  png: /^\x89PNG\r\n/,
  jpeg: /^\xff\xd8\xff/,
  gif: /^GIF8[79]a/,
  webp: /^RIFF[^]{4}WEBP/,
  bmp: /^BM[^]{12}/,
  svg: /^(\xef\xbb\xbf)?\s*<(\?xml|!--|!doctype svg|svg)/i,
})

/** The format of an image by its first bytes, in the words of its media type (`png` of `image/png`). */
export function findImageType(bytes: Uint8Array): string | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 64))
  return signatures.find(([, signature]) => signature.test(head))?.[0]
}
