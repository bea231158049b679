import { connection } from './connection.js'

/** Where the page is connected, and what is wrong with it. */
export function ConnectionView() {
  const { baseUrl, permission } = connection.value
  return (
    <>
      <h1>Connection</h1>
      <p>
        {baseUrl} {permission}
      </p>
    </>
  )
}
