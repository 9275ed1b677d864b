import type { EffectSpec } from '../../shared/action.ts'
import type { EffectDescription, EffectExecutor, NamedExecutor } from './connector.ts'

/** An executor of one kind of spec as one of any, refusing the other kinds. */
export function executorOf<Kind extends EffectSpec['kind']>(
  kind: Kind,
  executor: EffectExecutor<Extract<EffectSpec, { kind: Kind }>>,
): NamedExecutor {
  const mine = (spec: EffectSpec): Extract<EffectSpec, { kind: Kind }> => {
    if (isKind(spec, kind)) return spec
    throw new TypeError(`An executor of ${kind} was given ${spec.kind}`)
  }
  return {
    kind,
    executor: {
      describe: (spec, key): EffectDescription => executor.describe(mine(spec), key),
      perform: (spec, request) => executor.perform(mine(spec), request),
      reconcile: (spec, request) => executor.reconcile(mine(spec), request),
      reverse: spec => executor.reverse(mine(spec)),
    },
  }
}

function isKind<Kind extends EffectSpec['kind']>(
  spec: EffectSpec,
  kind: Kind,
): spec is Extract<EffectSpec, { kind: Kind }> {
  return spec.kind === kind
}
