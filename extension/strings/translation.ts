export type PluralForms = { readonly one: string; readonly other: string }

/** Every key of the English words, in the same form: plain or plural. */
export type Translation<Words> = {
  readonly [Key in keyof Words]: Words[Key] extends string ? string : PluralForms
}
