import type { Locale } from '../../shared/locale.ts'

/** Apart from the catalogue, because the content script carries it into every page. */
export const RETIRED: Readonly<Record<Locale, { text: string; action: string }>> = {
  en: {
    text: 'Meshline was updated. Reload this page to go on; what you typed is kept.',
    action: 'Reload this page',
  },
  de: {
    text: 'Meshline wurde aktualisiert. Laden Sie die Seite neu, um weiterzumachen; Ihre Eingaben bleiben erhalten.',
    action: 'Seite neu laden',
  },
}
