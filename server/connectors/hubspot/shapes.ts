import { z } from 'zod'

/** Ids are numbers in webhooks and strings in the API; here always strings. */
export const Id = z.union([z.string().min(1), z.number()]).transform(String)

/** A property; one that is not set comes as null, as '' or not at all. */
const Property = z
  .string()
  .trim()
  .transform(text => text || null)
  .nullish()
  .catch(null)

const object = <Properties extends z.ZodType>(properties: Properties) =>
  z.object({
    id: Id,
    properties,
    updatedAt: z.string(),
    archived: z.boolean().nullish(),
    archivedAt: z.string().nullish(),
  })

export const HubspotContact = object(
  z.object({
    email: Property,
    hs_additional_emails: Property,
    firstname: Property,
    lastname: Property,
    /** The primary company. */
    associatedcompanyid: z.union([Id, z.literal('').transform(() => null)]).nullish(),
    hs_merged_object_ids: Property,
  }),
)
export type HubspotContact = z.infer<typeof HubspotContact>

export const HubspotCompany = object(
  z.object({
    name: Property,
    domain: Property,
    hs_additional_domains: Property,
    hs_merged_object_ids: Property,
  }),
)
export type HubspotCompany = z.infer<typeof HubspotCompany>

/** One page of a search; results are read one by one as what was asked for. */
export const SearchAnswer = z.object({
  total: z.int().nullish(),
  results: z.array(z.unknown()),
  paging: z.object({ next: z.object({ after: z.string() }).nullish() }).nullish(),
})

export type SearchAnswer = z.infer<typeof SearchAnswer>

export const AccountAnswer = z.object({ portalId: Id, uiDomain: z.string().nullish() })

/** One event of a webhook; which fields there are depends on its type. */
export const HubspotEvent = z.object({
  eventId: Id.nullish().catch(null),
  subscriptionId: Id.nullish().catch(null),
  portalId: Id.nullish().catch(null),
  subscriptionType: z.string().nullish().catch(null),
  /** Epoch milliseconds. */
  occurredAt: z.number().nullish().catch(null),
  objectId: Id.nullish().catch(null),
  /** `0-1` is a contact, `0-2` a company; on subscriptions of the newer kind only. */
  objectTypeId: z.string().nullish().catch(null),
  fromObjectId: Id.nullish().catch(null),
  toObjectId: Id.nullish().catch(null),
  associationType: z.string().nullish().catch(null),
  primaryObjectId: Id.nullish().catch(null),
  newObjectId: Id.nullish().catch(null),
})
export type HubspotEvent = z.infer<typeof HubspotEvent>
