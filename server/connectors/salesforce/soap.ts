import { parseXml, XmlElement } from '@rgrove/parse-xml'

/** What a SOAP body starts with; no JSON does. */
export function isXml(text: string): boolean {
  return /^\uFEFF?\s*</.test(text)
}

/**
 * XML as an object: elements by their names without prefix, texts as strings, a repeated element as a list. Attributes
 * are left out. Documents with a DTD are refused: Salesforce sends none, and entities are what attacks are made of.
 * Throws SyntaxError.
 */
export function parseSoap(text: string): unknown {
  if (/<!DOCTYPE/i.test(text)) throw new SyntaxError('XML with a document type is not accepted')
  try {
    const { root } = parseXml(text)
    return root ? { [localName(root.name)]: saidIn(root) } : {}
  } catch (error) {
    throw new SyntaxError(error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'Not XML', {
      cause: error,
    })
  }
}

/** The answer that stops an Outbound Message from being sent again. */
export const ACK =
  '<?xml version="1.0" encoding="UTF-8"?>\n' +
  '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>' +
  '<notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound"><Ack>true</Ack></notificationsResponse>' +
  '</soapenv:Body></soapenv:Envelope>'

type Value = string | { [name: string]: Value | Value[] }

function saidIn(element: XmlElement): Value {
  const children = element.children.filter(child => child instanceof XmlElement)
  if (children.length === 0) return element.text.trim()
  const value: Record<string, Value | Value[]> = Object.create(null)
  for (const [name, group] of Map.groupBy(children, child => localName(child.name))) {
    const values = group.map(saidIn)
    value[name] = values.length === 1 ? (values[0] ?? '') : values
  }
  return value
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
