/** A refusal that Zendesk answers with this status and body. */
export class Refused extends Error {
  readonly status: 400 | 401 | 404 | 409 | 422 | 429
  readonly body: object
  readonly headers: Record<string, string>

  constructor(status: Refused['status'], body: object, headers: Record<string, string> = {}) {
    super(JSON.stringify(body))
    this.status = status
    this.body = body
    this.headers = headers
  }
}

export const notFound = () => new Refused(404, { error: 'RecordNotFound', description: 'Not found' })

export const unauthorized = () => new Refused(401, { error: "Couldn't authenticate you" })

export function conflict(): Refused {
  const description =
    'Safe Update prevented the update due to outdated ticket data. Please fetch the latest ticket data and try again.'
  return new Refused(409, { error: 'UpdateConflict', description })
}

/** A record that breaks a rule; `field` is `base` where no single field is to blame. */
export function recordInvalid(
  field: string,
  description: string,
  { andThat }: { readonly andThat?: string } = {},
): Refused {
  const more = andThat === undefined ? [] : [{ description: andThat }]
  return new Refused(422, {
    error: 'RecordInvalid',
    description: 'Record validation errors',
    details: { [field]: [{ description, error: 'InvalidValue' }, ...more] },
  })
}

/** A body that does not have the shape of the endpoint. */
export function invalidAttribute(path: string, message: string): Refused {
  return new Refused(400, {
    error: {
      title: 'Invalid attribute',
      message: `You passed an invalid value for the ${path} attribute. ${message}`,
    },
  })
}

const TOO_MANY = {
  error: 'TooManyRequests',
  description: 'You have exceeded the rate limit. Please try again later.',
}

export function tooMany(retryAfterSeconds: number, headers: Record<string, string>): Refused {
  return new Refused(429, TOO_MANY, { ...headers, 'retry-after': String(retryAfterSeconds) })
}

/** What Zendesk says when a fault switch forces this status. */
export function answerOfStatus(status: number): { body: unknown; headers?: Record<string, string> } {
  if (status === 401) return { body: unauthorized().body }
  if (status === 404) return { body: notFound().body }
  if (status === 409) return { body: conflict().body }
  if (status === 422) return { body: recordInvalid('base', 'The simulator was told to refuse this').body }
  if (status === 429) return { body: TOO_MANY, headers: { 'retry-after': '1' } }
  return {
    body: {
      error: status >= 500 ? 'InternalError' : 'BadRequest',
      description: `The simulator was told to answer ${status}`,
    },
  }
}
