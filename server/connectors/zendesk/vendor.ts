import { z } from 'zod'
import type { Vendor } from '../connector.ts'
import { executorOf } from '../executor-of.ts'
import { readVendorSettings, urlSetting } from '../settings.ts'
import { zendeskAssigner } from './assigner.ts'
import { zendeskClient } from './client.ts'
import { checkZendesk, whoAmI } from './own-user.ts'
import { zendeskReader } from './reader.ts'
import { zendeskSignals } from './signals.ts'
import { ticketAssignmentExecutor } from './ticket-assignment.ts'
import { internalNoteExecutor, ticketFieldsExecutor } from './ticket-update.ts'

const SETTINGS = {
  MESHLINE_ZENDESK_URL: urlSetting('such as https://acme.zendesk.com'),
  MESHLINE_ZENDESK_EMAIL: z.email('must be the e-mail address the API token belongs to'),
  MESHLINE_ZENDESK_API_TOKEN: z.string().min(1),
}

export const zendesk: Vendor = {
  source: 'zendesk',
  variables: Object.keys(SETTINGS),
  secretVariable: 'MESHLINE_ZENDESK_WEBHOOK_SECRET',

  connect(variables, now) {
    const own = new Set<string>()
    const signals = zendeskSignals(() => own)
    const settings = readVendorSettings(SETTINGS, variables)
    if (!settings) return { signals, api: null }
    const url = settings.MESHLINE_ZENDESK_URL
    const client = zendeskClient({
      url,
      email: settings.MESHLINE_ZENDESK_EMAIL,
      apiToken: settings.MESHLINE_ZENDESK_API_TOKEN,
    })
    const api = {
      reader: whoAmI(client, zendeskReader(client, url, now), own),
      executors: [
        executorOf('ticket-fields', ticketFieldsExecutor(client)),
        executorOf('internal-note', internalNoteExecutor(client)),
        executorOf('ticket-assignment', ticketAssignmentExecutor(client)),
      ],
      assignment: zendeskAssigner({ client, siteUrl: url, now }),
      check: () => checkZendesk(client),
    }
    return { signals, api }
  },
}
