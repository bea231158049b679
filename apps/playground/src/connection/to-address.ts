/** Completes an address as people type it: `127.0.0.1:5000` means http. */
export function toAddress(text: string): string {
  const typed = text.trim()
  return /^[a-z][a-z\d+.-]*:\/\//i.test(typed) ? typed : `http://${typed}`
}
