import type { RowView, TicketView } from '../ticket-view.ts'

export type { CommentView, RowView, TicketView } from '../ticket-view.ts'

export interface ViewSummary {
  readonly id: string
  readonly name: string
  readonly count: number
}

async function read<T>(path: string, init?: RequestInit): Promise<T | null> {
  const answer = await fetch(`/agent/data/${path}`, init)
  if (!answer.ok) return null
  const data: T = await answer.json()
  return data
}

export const readTicket = (id: number): Promise<TicketView | null> => read(`tickets/${id}`)

export const readRows = async (viewId: string): Promise<RowView[]> =>
  (await read<RowView[]>(`views/${viewId}`)) ?? []

export const readViews = async (): Promise<ViewSummary[]> => (await read<ViewSummary[]>('views')) ?? []

/** Null where the ticket could not be saved. */
export function saveTicket(id: number, change: object): Promise<TicketView | null> {
  const headers = { 'content-type': 'application/json' }
  return read(`tickets/${id}`, { method: 'POST', headers, body: JSON.stringify({ change }) })
}
