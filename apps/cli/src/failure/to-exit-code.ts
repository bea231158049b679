import { isTabbyError } from '@tabby/core'
import { CommanderError } from 'commander'
import { InterruptedError } from './interrupted-error.js'
import { MissingKeyError } from './missing-key-error.js'
import { UsageError } from './usage-error.js'

/** What the program ends with; README.md tells users the same. */
export function toExitCode(error: unknown): number {
  if (error instanceof InterruptedError) return 130
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof UsageError) return 2
  if (error instanceof MissingKeyError) return 4
  if (!isTabbyError(error)) return 1
  switch (error.code) {
    case 'request_refused':
      return 2
    case 'connection_error':
    case 'timeout':
      return 3
    case 'authentication_error':
    case 'permission_error':
      return 4
    default:
      return 1
  }
}
