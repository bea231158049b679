/** JSON that is written already, and goes into a larger one as it is. */
export class JsonText {
  constructor(readonly text: string) {}
}
