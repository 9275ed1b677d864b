import { connect } from '../connectors/connect.ts'
import type { Vendor, VendorApi } from '../connectors/connector.ts'
import type { Settings } from '../env.ts'
import { Misuse } from './terminal.ts'

/** The API of a vendor a command names. Throws Misuse where it is unknown or has no settings. */
export function vendorApi(
  settings: Settings,
  name: string,
  now: () => number,
): { vendor: Vendor; api: VendorApi } {
  const vendor = settings.vendors.find(({ source }) => source === name)
  if (!vendor) {
    const known = settings.vendors.map(({ source }) => source).join(', ')
    throw new Misuse(`Meshline cannot connect to ${name}; use one of ${known}`)
  }
  const api = connect(settings, now).apis.get(name)
  if (!api && vendor.variables.length === 0) {
    const secret = vendor.secretVariable ? `set ${vendor.secretVariable} and enter ` : 'enter '
    throw new Misuse(
      `${name} only sends, there is nothing to read: ${secret}${webhookAddress(settings, name)} there`,
    )
  }
  if (!api) {
    const missing = vendor.variables.filter(variable => !settings.vendorVariables[variable])
    throw new Misuse(
      `${name} has no settings yet; set ${missing.join(', ')} (docs/settings.md says what they are)`,
    )
  }
  return { vendor, api }
}

/** Where a vendor posts what happens. */
export function webhookAddress({ publicUrl }: Pick<Settings, 'publicUrl'>, source: string): string {
  return `${publicUrl}/webhooks/${source}`
}
