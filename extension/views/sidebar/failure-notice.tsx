import { FailureNote } from '../parts/failure-note.tsx'
import { useStores } from './stores.ts'

export function FailureNotice() {
  const { panel } = useStores()
  const failure = panel.failure.value
  if (!failure) return null
  const trying = panel.busy.value !== null
  return <FailureNote failure={failure} trying={trying} retry={() => void panel.refresh()} />
}
