import { generate } from 'selfsigned'

export interface Certificate {
  readonly key: string
  readonly cert: string
}

const made = new Map<string, Promise<Certificate>>()

/** A self-signed certificate for a host and everything below it, made once in a process. */
export function certificateFor(host: string): Promise<Certificate> {
  const known = made.get(host)
  if (known) return known
  const certificate = selfSigned(host)
  made.set(host, certificate)
  return certificate
}

async function selfSigned(host: string): Promise<Certificate> {
  const altNames = [host, `*.${host}`, 'localhost'].map(value => ({ type: 2 as const, value }))
  const pems = await generate([{ name: 'commonName', value: host }], {
    keySize: 2048,
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames }],
  })
  return { key: pems.private, cert: pems.cert }
}
