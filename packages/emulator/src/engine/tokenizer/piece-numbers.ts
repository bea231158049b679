/**
 * Pieces that need no list, because their number says what they are. Together they can spell any text:
 * every UTF-16 code unit, every run of two or three letters (with a capital first letter and with a blank before it, or
 * without), every letter after a blank, and every number of two or three digits (or of one to three after a blank).
 */
const codeUnits = 0x10000
const letterRuns = 26 * 26 + 26 * 26 * 26
const forms = 4
const blankLetters = codeUnits + letterRuns * forms
const numbers = blankLetters + 52
const blankNumbers = numbers + 1100

/** How many pieces there are. */
export const pieceCount = blankNumbers + 1110

/** The length of the piece that begins at `start`, and its number, given that what is before `start` is dealt with. */
export function takePiece(text: string, start: number, end: number): { length: number; number: number } {
  const blank = text.charCodeAt(start) === 32 ? 1 : 0
  const first = start + blank
  const letters = countLetters(text, first, end)
  if (letters >= 2) return { length: blank + letters, number: letterRunNumber(text, first, letters, blank) }
  const digits = countDigits(text, first, end)
  if (digits >= 2 || (digits === 1 && blank)) {
    return { length: blank + digits, number: digitsNumber(text.slice(first, first + digits), blank) }
  }
  if (letters === 1 && blank) {
    const code = text.charCodeAt(first)
    return { length: 2, number: blankLetters + (code >= 97 ? code - 97 : code - 65 + 26) }
  }
  return { length: 1, number: text.charCodeAt(start) }
}

/** The text of a piece. */
export function spellPiece(number: number): string {
  if (number < codeUnits) return String.fromCharCode(number)
  if (number < blankLetters) return spellLetterRun(number - codeUnits)
  if (number < numbers) {
    const letter = number - blankLetters
    return ` ${String.fromCharCode(letter < 26 ? letter + 97 : letter - 26 + 65)}`
  }
  const blank = number >= blankNumbers
  let rest = number - (blank ? blankNumbers : numbers)
  for (let digits = blank ? 1 : 2; digits <= 3; digits++) {
    const count = 10 ** digits
    if (rest < count) return (blank ? ' ' : '') + String(rest).padStart(digits, '0')
    rest -= count
  }
  return ''
}

function countLetters(text: string, first: number, end: number): number {
  let count = 0
  while (count < 3 && first + count < end) {
    const code = text.charCodeAt(first + count)
    const lower = code >= 97 && code <= 122
    const leadingCapital = count === 0 && code >= 65 && code <= 90
    if (!lower && !leadingCapital) break
    count++
  }
  return count
}

function countDigits(text: string, first: number, end: number): number {
  let count = 0
  while (count < 3 && first + count < end) {
    const code = text.charCodeAt(first + count)
    if (code < 48 || code > 57) break
    count++
  }
  return count
}

function letterRunNumber(text: string, first: number, letters: number, blank: number): number {
  const code = text.charCodeAt(first)
  const capital = code < 97 ? 1 : 0
  let run = code - (capital ? 65 : 97)
  for (let index = 1; index < letters; index++) run = run * 26 + text.charCodeAt(first + index) - 97
  return codeUnits + (blank * 2 + capital) * letterRuns + (letters === 3 ? 26 * 26 : 0) + run
}

function spellLetterRun(number: number): string {
  const form = Math.floor(number / letterRuns)
  let run = number % letterRuns
  const letters = run < 26 * 26 ? 2 : 3
  if (letters === 3) run -= 26 * 26
  let spelled = ''
  for (let index = 0; index < letters; index++) {
    spelled = String.fromCharCode(97 + (run % 26)) + spelled
    run = Math.floor(run / 26)
  }
  if (form & 1) spelled = spelled.charAt(0).toUpperCase() + spelled.slice(1)
  return form & 2 ? ` ${spelled}` : spelled
}

function digitsNumber(digits: string, blank: number): number {
  let number = blank ? blankNumbers : numbers
  for (let shorter = blank ? 1 : 2; shorter < digits.length; shorter++) number += 10 ** shorter
  return number + Number(digits)
}
