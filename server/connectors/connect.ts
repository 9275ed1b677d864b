import type { EffectSpec } from '../../shared/action.ts'
import type { Settings } from '../env.ts'
import type { Connectors, EffectDescription, EffectExecutor, VendorReader } from './connector.ts'
import { stripeClient } from './stripe/client.ts'
import { stripeReader } from './stripe/reader.ts'
import { refundExecutor } from './stripe/refund.ts'
import { stripeSignals } from './stripe/signals.ts'
import { zendeskClient } from './zendesk/client.ts'
import { whoAmI } from './zendesk/own-user.ts'
import { zendeskReader } from './zendesk/reader.ts'
import { zendeskSignals } from './zendesk/signals.ts'
import { internalNoteExecutor, ticketFieldsExecutor } from './zendesk/ticket-update.ts'

/** Wires the vendors there are credentials for. Signals are recognised with or without credentials. */
export function connect(settings: Pick<Settings, 'stripe' | 'zendesk'>, now: () => number): Connectors {
  const readers = new Map<string, VendorReader>()
  const executors = new Map<EffectSpec['kind'], EffectExecutor>()
  const own = { zendesk: new Set<string>() }

  if (settings.stripe) {
    const stripe = stripeClient(settings.stripe)
    readers.set('stripe', stripeReader(stripe, now))
    executors.set('refund', executorOf('refund', refundExecutor(stripe)))
  }
  if (settings.zendesk) {
    const zendesk = zendeskClient(settings.zendesk)
    const reader = zendeskReader(zendesk, settings.zendesk.url, now)
    readers.set('zendesk', whoAmI(zendesk, reader, own.zendesk))
    executors.set('ticket-fields', executorOf('ticket-fields', ticketFieldsExecutor(zendesk)))
    executors.set('internal-note', executorOf('internal-note', internalNoteExecutor(zendesk)))
  }
  const sources = [stripeSignals, zendeskSignals(() => own.zendesk)]
  return {
    sources: new Map(sources.map(source => [source.source, source])),
    readers,
    executorFor: spec => executors.get(spec.kind) ?? null,
  }
}

/** An executor of one kind of spec as one of any, refusing the other kinds. */
function executorOf<Kind extends EffectSpec['kind']>(
  kind: Kind,
  executor: EffectExecutor<Extract<EffectSpec, { kind: Kind }>>,
): EffectExecutor {
  const mine = (spec: EffectSpec): Extract<EffectSpec, { kind: Kind }> => {
    if (isKind(spec, kind)) return spec
    throw new TypeError(`An executor of ${kind} was given ${spec.kind}`)
  }
  return {
    describe: (spec, key): EffectDescription => executor.describe(mine(spec), key),
    perform: (spec, request) => executor.perform(mine(spec), request),
    reconcile: (spec, request) => executor.reconcile(mine(spec), request),
    reverse: spec => executor.reverse(mine(spec)),
  }
}

function isKind<Kind extends EffectSpec['kind']>(
  spec: EffectSpec,
  kind: Kind,
): spec is Extract<EffectSpec, { kind: Kind }> {
  return spec.kind === kind
}
