/** Whether a text can be the address of a server: http or https, without a password, a query or a fragment. */
export const isServerAddress = (text: string): boolean =>
  URL.canParse(text) && !/[@?#]/.test(text) && /^https?:/i.test(text)
