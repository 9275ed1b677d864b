/** A refusal that Salesforce answers with this status and a list with one error in it. */
export class Refused extends Error {
  readonly status: 400 | 401 | 403 | 404 | 412
  readonly body: object

  constructor(status: Refused['status'], errorCode: string, message: string, fields?: readonly string[]) {
    super(`${errorCode}: ${message}`)
    this.status = status
    this.body = [{ message, errorCode, ...(fields && { fields }) }]
  }
}

/** A refusal of the token endpoint, which answers in OAuth's own shape. */
export class GrantRefused extends Error {
  readonly body: object

  constructor(error: string, description: string) {
    super(`${error}: ${description}`)
    this.body = { error, error_description: description }
  }
}

export const sessionExpired = () => new Refused(401, 'INVALID_SESSION_ID', 'Session expired or invalid')

export const limitExceeded = () => new Refused(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.')

export const notFound = () => new Refused(404, 'NOT_FOUND', 'The requested resource does not exist')

export const isDeleted = () => new Refused(404, 'ENTITY_IS_DELETED', 'entity is deleted')

export const malformed = (message: string) => new Refused(400, 'MALFORMED_QUERY', message)

export function noSuchField(object: string, field: string): Refused {
  return new Refused(400, 'INVALID_FIELD', `No such column '${field}' on entity '${object}'.`)
}

export function noSuchObject(object: string): Refused {
  return new Refused(400, 'INVALID_TYPE', `sObject type '${object}' is not supported.`)
}

export function readOnly(object: string): Refused {
  return new Refused(400, 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `${object} can not be written`)
}

export function modifiedSince(): Refused {
  const message = 'The requested resource has been modified since the specified date.'
  return new Refused(412, 'PRECONDITION_FAILED', message)
}

export function locked(): Refused {
  const message = 'This record is locked. If you need to edit it, contact your admin.'
  return new Refused(400, 'ENTITY_IS_LOCKED', message, [])
}

/** Two saves at once; for `faults.failNext({ status: 400, body: rowLocked(id) })`. */
export function rowLocked(id: string): object {
  const message = `unable to obtain exclusive access to this record or 1 records: ${id}`
  return [{ message, errorCode: 'UNABLE_TO_LOCK_ROW', fields: [] }]
}

/** What Salesforce says when a fault switch forces this status. */
export function answerOfStatus(status: number): { body: unknown } {
  if (status === 401) return sessionExpired()
  if (status === 403) return limitExceeded()
  if (status === 404) return notFound()
  if (status === 412) return modifiedSince()
  const errorCode = status === 503 ? 'SERVER_UNAVAILABLE' : 'UNKNOWN_EXCEPTION'
  return { body: [{ message: `The simulator was told to answer ${status}`, errorCode }] }
}
