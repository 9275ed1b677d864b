/** A refusal that HubSpot answers with this status and body. */
export class Refused extends Error {
  readonly status: 400 | 401 | 404 | 429
  readonly body: object
  readonly headers: Record<string, string>

  constructor(status: Refused['status'], body: object, headers: Record<string, string> = {}) {
    super(`HubSpot refuses with ${status}`)
    this.status = status
    this.body = body
    this.headers = headers
  }
}

const CORRELATION = '7f3c2b1a-0000-4000-8000-00000000c0de'

export function badRequest(message: string): Refused {
  return new Refused(400, {
    status: 'error',
    message,
    correlationId: CORRELATION,
    category: 'VALIDATION_ERROR',
  })
}

export function unauthorized(): Refused {
  const message =
    'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview'
  return new Refused(401, {
    status: 'error',
    message,
    correlationId: CORRELATION,
    category: 'INVALID_AUTHENTICATION',
  })
}

export function notFound(): Refused {
  return new Refused(404, { status: 'error', message: 'resource not found', correlationId: CORRELATION })
}

/** HubSpot names the policy that was hit. */
export function tooMany(retryAfterSeconds: number): Refused {
  return new Refused(429, limitBody(), { 'retry-after': String(retryAfterSeconds) })
}

function limitBody(): object {
  return {
    status: 'error',
    message: 'You have reached your ten_secondly_rolling limit.',
    errorType: 'RATE_LIMIT',
    correlationId: CORRELATION,
    policyName: 'TEN_SECONDLY_ROLLING',
    groupName: 'publicapi:private-apps:api-calls-burst:1160452',
  }
}

/** What HubSpot says when a fault switch forces this status. */
export function answerOfStatus(status: number): { body: unknown } {
  if (status === 429) return { body: limitBody() }
  return {
    body: {
      status: 'error',
      message: `The simulator was told to answer ${status}.`,
      correlationId: CORRELATION,
    },
  }
}
