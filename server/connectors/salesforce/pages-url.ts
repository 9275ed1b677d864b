/** Where an organization's pages open, such as `https://acme.lightning.force.com`, by the address of its API. */
export function pagesUrlOf(instanceUrl: string): string {
  return instanceUrl.replace(/\.my\.salesforce\.com$/, '.lightning.force.com')
}
