import type { ReactNode } from 'react'

export const metadata = { title: 'Chat' }

// oxlint-disable-next-line import/no-default-export -- Next.js takes a layout as the default export
export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  )
}
