import { z } from 'zod'
import { salesforceId } from '../../../shared/salesforce-id.ts'

export const Id = z.string().transform((text, context) => {
  const id = salesforceId(text)
  if (id !== null) return id
  context.addIssue({ code: 'custom', message: 'is no record id' })
  return z.NEVER
})

/** `2026-11-20T09:02:11.000+0000`: the zone comes without its colon. Epoch ms. */
export const Moment = z.string().transform((text, context) => {
  const at = Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
  if (!Number.isNaN(at)) return at
  context.addIssue({ code: 'custom', message: 'is no date' })
  return z.NEVER
})

/** What every row has: its place in the order in which changes are read, and whether it still is. */
export const Row = z.object({
  Id,
  SystemModstamp: Moment,
  IsDeleted: z.boolean().default(false),
  MasterRecordId: Id.nullish(),
})
export type Row = z.infer<typeof Row>

export const Text = z.string().nullish()
export const Person = z.object({ Name: Text, Email: Text }).nullish()

export const Account = Row.extend({
  Name: Text,
  Website: Text,
  Type: Text,
  Tier__c: Text,
  Owner: Person,
  AccountTeamMembers: z
    .object({
      records: z.array(
        z.object({ IsDeleted: z.boolean().default(false), TeamMemberRole: Text, User: Person }),
      ),
    })
    .nullish(),
  Stripe_Customer_Id__c: Text,
  MRR__c: z.number().nullish(),
  Annual_Contract_Value__c: z.number().nullish(),
  CurrencyIsoCode: Text,
})
export type Account = z.infer<typeof Account>

export const Contact = Row.extend({ Name: Text, Email: Text, AccountId: Id.nullish() })
export type Contact = z.infer<typeof Contact>

export const Opportunity = Row.extend({
  Name: Text,
  AccountId: Id.nullish(),
  StageName: Text,
  Amount: z.number().nullish(),
  CurrencyIsoCode: Text,
  CloseDate: Text,
  IsClosed: z.boolean().default(false),
  IsWon: z.boolean().default(false),
})
export type Opportunity = z.infer<typeof Opportunity>

export const Contract = Row.extend({
  ContractNumber: Text,
  AccountId: Id.nullish(),
  Status: Text,
  StatusCode: Text,
  EndDate: Moment.nullish(),
})
export type Contract = z.infer<typeof Contract>

export const Case = Row.extend({
  CaseNumber: Text,
  Subject: Text,
  AccountId: Id.nullish(),
  ContactId: Id.nullish(),
  IsClosed: z.boolean().default(false),
  CreatedDate: Moment.nullish(),
})
export type Case = z.infer<typeof Case>

export const Description = z.object({ fields: z.array(z.object({ name: z.string() })) })

export const Organization = z.object({
  Id: z.string(),
  Name: Text,
  IsSandbox: z.boolean().default(false),
})

/** `connect/organization`; the currency is there only where the organization has just one. */
export const OrganizationSettings = z.object({
  features: z.object({ defaultCurrencyIsoCode: Text }).nullish(),
})
