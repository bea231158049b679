/** Characters for one call: more arguments than about 100,000 are too many for a function call. */
const sliceSize = 32_768

/** Bytes in base64, in every runtime: `Uint8Array.prototype.toBase64` is missing in Node 20 to 24. */
export function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let start = 0; start < bytes.length; start += sliceSize) {
    text += String.fromCharCode(...bytes.subarray(start, start + sliceSize))
  }
  return btoa(text)
}
