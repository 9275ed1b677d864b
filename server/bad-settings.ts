/** A setting that cannot be used; the message has a line for each, saying what to do. */
export class BadSettings extends Error {
  override readonly name = 'BadSettings'
}
