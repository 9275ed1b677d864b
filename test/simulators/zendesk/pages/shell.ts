import { readFileSync } from 'node:fs'

export interface Shell {
  readonly nonce: string
  readonly url: URL
  /** Name of the signed-in agent. */
  readonly agent: string
}

const HTML = readFileSync(new URL('shell.html', import.meta.url), 'utf8')

/** The one html page. Its variant comes from the query string: see `browser/variant.ts`. */
export function shellPage({ nonce, url, agent }: Shell): string {
  const lang = url.searchParams.get('lang') === 'de' ? 'de' : 'en'
  const theme = url.searchParams.get('theme') === 'dark' ? 'dark' : 'light'
  return HTML.replace('lang="en" data-theme="light"', `lang="${lang}" data-theme="${theme}"`)
    .replace('{{agent}}', agent.replaceAll(/[<>&"]/g, ''))
    .replaceAll('{{nonce}}', nonce)
}
