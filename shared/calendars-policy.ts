import { z } from 'zod'
import { Calendar } from './calendar.ts'

/** Every calendar by which hours are counted. */
export const CalendarsPolicy = z
  .strictObject({ calendars: z.array(Calendar).max(200) })
  .superRefine(({ calendars }, at) => {
    for (const [index, { name }] of calendars.entries()) {
      if (calendars.findIndex(other => other.name === name) === index) continue
      const message = `${name} is taken by one before it; give this one another name`
      at.addIssue({ code: 'custom', path: ['calendars', index, 'name'], message })
    }
  })
export type CalendarsPolicy = z.infer<typeof CalendarsPolicy>

export const FIRST_CALENDARS: CalendarsPolicy = { calendars: [] }
