import { dePages } from './de-pages.ts'
import { deSidebar } from './de-sidebar.ts'

export const de = { ...deSidebar, ...dePages }
