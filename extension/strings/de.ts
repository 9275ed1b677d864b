import { deContext } from './de-context.ts'
import { deDashboard } from './de-dashboard.ts'
import { dePages } from './de-pages.ts'
import { deSidebar } from './de-sidebar.ts'

export const de = { ...deSidebar, ...deContext, ...dePages, ...deDashboard }
