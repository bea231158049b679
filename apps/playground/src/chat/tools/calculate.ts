/**
 * Evaluates an expression of numbers, `+ - * / % ^`, parentheses and a few functions. The expression comes from a
 * model, so it is parsed here and never run as code.
 *
 * @throws Error with a sentence for the model.
 */
export function calculate(expression: string): number {
  const symbols = expression.match(/\d+(?:\.\d+)?(?:e[+-]?\d+)?|\.\d+|[a-z]+|\S/gi) ?? []
  let place = 0
  const take = (...wanted: string[]) => (wanted.includes(symbols[place] ?? '') ? symbols[place++] : undefined)

  const readSum = (depth: number): number => {
    let value = readProduct(depth)
    for (let sign = take('+', '-'); sign; sign = take('+', '-')) {
      const right = readProduct(depth)
      value = sign === '+' ? value + right : value - right
    }
    return value
  }
  const readProduct = (depth: number): number => {
    let value = readSigned(depth)
    for (let sign = take('*', '×', '/', '÷', '%'); sign; sign = take('*', '×', '/', '÷', '%')) {
      const right = readSigned(depth)
      value = sign === '%' ? value % right : sign === '/' || sign === '÷' ? value / right : value * right
    }
    return value
  }
  const readSigned = (depth: number): number => {
    if (depth > 100) throw new Error('The expression is nested too deeply')
    if (take('-', '−')) return -readSigned(depth + 1)
    if (take('+')) return readSigned(depth + 1)
    const base = readValue(depth)
    return take('^') ? base ** readSigned(depth + 1) : base
  }
  const readValue = (depth: number): number => {
    const symbol = symbols[place++]
    if (symbol === '(') return close(readSum(depth + 1))
    const name = symbol?.toLowerCase() ?? ''
    if (Object.hasOwn(constants, name)) return constants[name]!
    if (Object.hasOwn(functions, name) && take('(')) return functions[name]!(close(readSum(depth + 1)))
    const value = Number(symbol)
    if (symbol === undefined || Number.isNaN(value)) throw new Error(`"${symbol ?? 'The end'}" is not expected here`)
    return value
  }
  const close = (value: number) => {
    if (!take(')')) throw new Error('A parenthesis is not closed')
    return value
  }

  const value = readSum(0)
  if (place < symbols.length) throw new Error(`"${symbols[place]}" is not expected here`)
  return value
}

const constants: Record<string, number> = { pi: Math.PI, e: Math.E }

const functions: Record<string, (value: number) => number> = {
  abs: Math.abs,
  cos: Math.cos,
  exp: Math.exp,
  ln: Math.log,
  log: Math.log10,
  round: Math.round,
  sin: Math.sin,
  sqrt: Math.sqrt,
  tan: Math.tan,
}
