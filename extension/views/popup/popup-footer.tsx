import { browser } from 'wxt/browser'
import { refusalWords } from '../../failure.ts'
import type { AlertStore } from '../../state/alert-store.ts'
import type { NoticeSettings } from '../../state/notice-settings.ts'
import { openDashboard } from '../../state/open-dashboard.ts'
import type { PresenceStore } from '../../state/presence-store.ts'
import { useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Connection } from '../parts/connection.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { PresenceSwitch } from './presence-switch.tsx'
import { QuietHoursForm } from './quiet-hours-form.tsx'

interface Props {
  alerts: AlertStore
  notices: NoticeSettings
  mine: PresenceStore
}

/** Whether the person takes on more, when alerts reach them, and the ways out. */
export function PopupFooter({ alerts, notices, mine }: Props) {
  const { t } = useLanguage()
  const hours = alerts.answer.value?.quietHours ?? null
  return (
    <footer>
      <PresenceSwitch mine={mine} />
      <div class="notices">
        <Disclosure label={`${t('quiet.title')}: ${summaryOf(hours, t)}`}>
          <QuietHoursForm key={JSON.stringify(hours)} hours={hours} notices={notices} />
        </Disclosure>
        <Button look="quiet" onPress={() => void notices.tryOut()}>
          {t('notice.try')}
        </Button>
        <Outcome notices={notices} />
      </div>
      <div class="ways">
        <Connection live={alerts.live.value} failure={alerts.failure.value} />
        <Button look="quiet" onPress={() => void openDashboard().then(() => window.close())}>
          {t('dashboard.open')}
        </Button>
        <Button look="quiet" onPress={() => void browser.runtime.openOptionsPage()}>
          {t('alerts.settings')}
        </Button>
      </div>
    </footer>
  )
}

type Hours = NonNullable<AlertStore['answer']['value']>['quietHours']

function summaryOf(hours: Hours, t: ReturnType<typeof useLanguage>['t']): string {
  if (!hours) return t('quiet.none')
  const { from, until, weekends } = hours
  return t(weekends ? 'quiet.summaryWeekends' : 'quiet.summary', { from, until })
}

function Outcome({ notices }: Pick<Props, 'notices'>) {
  const { t } = useLanguage()
  const outcome = notices.outcome.value
  const words = () => {
    if (outcome.kind === 'saved') return t('quiet.saved')
    if (outcome.kind === 'tried') return t(outcome.shown ? 'notice.shown' : 'notice.blocked')
    if (outcome.kind !== 'failed') return ''
    const { failure } = outcome
    return failure.kind === 'refused' ? refusalWords(failure.problem) : t(`failure.${failure.kind}`)
  }
  return (
    <p class="notice-outcome quiet" role="status">
      {words()}
    </p>
  )
}
