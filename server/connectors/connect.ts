import type { EffectSpec } from '../../shared/action.ts'
import type { Settings } from '../env.ts'
import type { Connectors, EffectExecutor, SignalSource, VendorApi } from './connector.ts'

/** Wires the vendors there are credentials for. Signals are recognised with or without credentials. */
export function connect(
  { vendors, vendorVariables }: Pick<Settings, 'vendors' | 'vendorVariables'>,
  now: () => number,
): Connectors {
  const sources = new Map<string, SignalSource>()
  const apis = new Map<string, VendorApi>()
  const executors = new Map<EffectSpec['kind'], EffectExecutor>()
  for (const vendor of vendors) {
    const { signals, api } = vendor.connect(vendorVariables, now)
    if (signals) sources.set(vendor.source, signals)
    if (api) apis.set(vendor.source, api)
    for (const { kind, executor } of api?.executors ?? []) executors.set(kind, executor)
  }
  return {
    sources,
    apis,
    readers: new Map([...apis].map(([source, { reader }]) => [source, reader])),
    executorFor: spec => executors.get(spec.kind) ?? null,
  }
}
