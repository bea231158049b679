/**
 * A number that Python holds as a float: it prints with a fraction (`1.0`) where a JavaScript number would print `1`.
 */
export class PythonFloat {
  constructor(readonly value: number) {}
}

/** Directives a number as a Python float, so that whole values print as `1.0`. */
export function float(value: number): PythonFloat {
  return new PythonFloat(value)
}
