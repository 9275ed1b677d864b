import type { SimRecord } from './state.ts'

export interface Notified {
  readonly id: string
  readonly object: string
  readonly record: SimRecord
}

/** An Outbound Message's SOAP envelope with its notifications, of which there may be a hundred. */
export function outboundMessage(notifications: readonly Notified[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
 <soapenv:Body>
  <notifications xmlns="http://soap.sforce.com/2005/09/outbound">
   <OrganizationId>00D5g000000AbCdEAK</OrganizationId>
   <ActionId>04k5g00000MeshLEAI</ActionId>
   <SessionId xsi:nil="true"/>
   <EnterpriseUrl>https://acme.my.salesforce.com/services/Soap/c/66.0/00D5g000000AbCd</EnterpriseUrl>
   <PartnerUrl>https://acme.my.salesforce.com/services/Soap/u/66.0/00D5g000000AbCd</PartnerUrl>
${notifications.map(notificationOf).join('\n')}
  </notifications>
 </soapenv:Body>
</soapenv:Envelope>
`
}

function notificationOf({ id, object, record }: Notified): string {
  const fields = Object.entries(record).filter(([field, value]) => field !== 'Id' && value !== null)
  const lines = [['Id', record.Id] as const, ...fields].map(
    ([field, value]) => `     <sf:${field}>${escaped(String(value))}</sf:${field}>`,
  )
  return `   <Notification>
    <Id>${id}</Id>
    <sObject xsi:type="sf:${object}" xmlns:sf="urn:sobject.enterprise.soap.sforce.com">
${lines.join('\n')}
    </sObject>
   </Notification>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
