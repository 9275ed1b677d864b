import type { NativeConflicts } from '../../shared/native-conflict.ts'

export const NO_CONFLICTS: NativeConflicts = {
  tools: [{ kind: 'read', source: 'zendesk', rules: 3 }],
  conflicts: [],
}

const TITLE = '<img src=x onerror="document.title=1"> Urgent tickets to billing'

/** One trigger that assigns, one that stops a clock; a third tool does not answer. */
export const CONFLICTS: NativeConflicts = {
  tools: [
    { kind: 'read', source: 'zendesk', rules: 7 },
    {
      kind: 'away',
      source: 'salesforce',
      why: { en: 'Salesforce did not answer', de: 'Salesforce hat nicht geantwortet' },
    },
  ],
  conflicts: [
    {
      source: 'zendesk',
      id: '22472717',
      title: TITLE,
      url: 'https://acme.zendesk.com/admin/objects-rules/rules/triggers/22472717',
      sets: { en: 'Group: Billing, assignee: Ana Ruiz', de: 'Gruppe: Billing, zuständig: Ana Ruiz' },
      when: 'ticket is created and tags includes refund or chargeback and (priority is above normal or group is not Support)',
      collisions: [
        {
          policy: 'routing',
          rule: 'large',
          title: 'Large accounts',
          certainty: 'may',
          why: {
            en: 'Leads to Billing; ours leads to emea and names no group there, so nobody can tell whether they agree',
            de: 'Führt zu Billing; unsere führt zu emea und nennt dort keine Gruppe, daher ist nicht zu sagen, ob beide dasselbe meinen',
          },
        },
        {
          policy: 'routing',
          rule: 'billing',
          title: 'Billing',
          certainty: 'always',
          why: {
            en: 'Gives it to Ana Ruiz; ours to whoever of billing-resolver can take it',
            de: 'Gibt es an Ana Ruiz; unsere dem, der es von billing-resolver nehmen kann',
          },
        },
      ],
      unlisted: { routing: 12, sla: 0 },
    },
    {
      source: 'zendesk',
      id: '22472718',
      title: 'Waiting for the customer',
      url: 'https://acme.zendesk.com/admin/objects-rules/rules/triggers/22472718',
      sets: { en: 'Status: pending', de: 'Status: wartend' },
      when: 'at every update',
      collisions: [
        {
          policy: 'sla',
          rule: 'everybody',
          title: 'Everybody',
          certainty: 'always',
          why: {
            en: 'While the ticket is pending, these stand still: first response. So their rule decides how long',
            de: 'Solange das Ticket wartend ist, stehen still: erste Antwort. Wie lange, entscheidet also deren Regel',
          },
        },
      ],
      unlisted: { routing: 0, sla: 0 },
    },
  ],
}
