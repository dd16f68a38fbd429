/** What is wrong is the user's input: one line that says what, where and what next. Exit 2. */
export class BadInput extends Error {
  override readonly name = 'BadInput';
}

/** Something that the preview needs did not answer or refused: one line that says what and what next. Exit 1. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}
