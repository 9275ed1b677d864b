/** A form value: `a[b][0]=x` becomes `{ a: { b: { 0: 'x' } } }`; `a[]=x` appends. */
export type FormValue = string | FormObject
export interface FormObject {
  [key: string]: FormValue
}

/** Decodes Stripe's form encoding; later values of the same name win. */
export function decodeForm(text: string): FormObject {
  const form: FormObject = Object.create(null)
  for (const [name, value] of new URLSearchParams(text)) put(form, pathOf(name), value)
  return form
}

function pathOf(name: string): string[] {
  const [head = '', ...rest] = name.split('[')
  return [head, ...rest.map(part => part.replace(/\]$/, ''))]
}

function put(form: FormObject, [head = '', ...rest]: string[], value: string): void {
  const key = head === '' ? String(Object.keys(form).length) : head
  if (rest.length === 0) {
    form[key] = value
    return
  }
  const known = form[key]
  const inner: FormObject = typeof known === 'object' ? known : Object.create(null)
  form[key] = inner
  put(inner, rest, value)
}

/** The same parameters give the same text, whatever their order. */
export function canonicalForm(text: string): string {
  return [...new URLSearchParams(text)]
    .map(([name, value]) => `${name}=${value}`)
    .toSorted()
    .join('&')
}
