/** The inner object of Stripe's error body. */
export interface ErrorBody {
  readonly type: 'invalid_request_error' | 'idempotency_error' | 'api_error'
  readonly message: string
  readonly code?: string
  readonly param?: string
  readonly doc_url?: string
}

/** A refusal that Stripe answers with this status and body. */
export class Refused extends Error {
  readonly status: 400 | 401 | 404 | 409
  readonly body: ErrorBody

  constructor(status: Refused['status'], body: ErrorBody) {
    super(body.message)
    this.status = status
    this.body = body
  }
}

export function invalid(message: string, more: Partial<ErrorBody> = {}): Refused {
  return new Refused(400, { type: 'invalid_request_error', message, ...withDoc(more) })
}

export function noSuch(kind: string, id: string, param = 'id'): Refused {
  const message = `No such ${kind}: '${id}'`
  return new Refused(404, {
    type: 'invalid_request_error',
    message,
    param,
    ...withDoc({ code: 'resource_missing' }),
  })
}

function withDoc(more: Partial<ErrorBody>): Partial<ErrorBody> {
  if (!more.code) return more
  return { ...more, doc_url: `https://stripe.com/docs/error-codes/${more.code.replaceAll('_', '-')}` }
}

/** What Stripe says when a fault switch forces this status. */
export function answerOfStatus(status: number): { body: unknown } {
  return { body: { error: bodyOf(status) } }
}

function bodyOf(status: number): ErrorBody {
  if (status === 429) {
    return { type: 'invalid_request_error', code: 'rate_limit', message: 'Request rate limit exceeded.' }
  }
  if (status === 401) {
    const message = 'Expired API Key provided: sk_test_*************ator'
    return { type: 'invalid_request_error', code: 'api_key_expired', message }
  }
  if (status === 403) {
    const message =
      "The provided key 'rk_test_*********************ator' does not have the required permissions for this endpoint on account 'acct_1SVmeshline'. Having more permissions would allow this request to continue."
    return { type: 'invalid_request_error', code: 'more_permissions_required', message }
  }
  if (status >= 500)
    return { type: 'api_error', message: 'An error occurred with our servers. Please try again.' }
  return { type: 'invalid_request_error', message: `The simulator was told to answer ${status}.` }
}
