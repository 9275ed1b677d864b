import type { enClocks } from './en-clocks.ts'
import type { Translation } from './translation.ts'

/** German of clocks and alerts, formal address. */
export const deClocks: Translation<typeof enClocks> = {
  'clock.first-response': 'Erste Antwort',
  'clock.next-response': 'Nächste Antwort',
  'clock.resolution': 'Lösung',
  'clock.promised-update': 'Versprochene Nachricht',
  'clock.onboarding-task': 'Einführungsschritt',
  'clock.dispute-evidence': 'Belege fällig',
  'clock.approval-wait': 'Freigabe fällig',
  'clock.leftBusiness': '{time} Geschäftszeit',
  'clock.native.active': 'Laut {source} fällig am {date}',
  'clock.native.paused': 'Laut {source} angehalten',
  'clock.native.achieved': 'Laut {source} erfüllt',
  'clock.native.policy': 'Richtlinie {name}',

  'alerts.leftBusiness': 'Geschäftszeit',
  'alerts.stale': 'Zuletzt gelesen {age}; die Uhren laufen weiter.',
  'alerts.acknowledge': 'Bestätigen',
  'alerts.acknowledged': 'Von Ihnen gesehen {age}',
  'alerts.snooze': 'Aufschieben',
  'alerts.keys': 'A bestätigt, S schiebt auf',
  'alerts.snoozed': { one: '{count} aufgeschoben', other: '{count} aufgeschoben' },
  'alerts.snoozedUntil': 'Bis {date}',
  'alerts.snoozeFor': 'Wie lange',
  'alerts.snoozeReason': 'Warum es warten kann',
  'alerts.snoozeHelp': 'Die Uhr läuft weiter. Eine verpasste Frist wird trotzdem gezeigt.',
  'alerts.snoozeSend': 'Aufschieben',
  'alerts.cancel': 'Abbrechen',
  'alerts.done.acknowledge': 'Bestätigt: {title}',
  'alerts.done.snooze': 'Aufgeschoben: {title}',

  'time.quarter': '15 Minuten',
  'time.hour': '1 Stunde',
  'time.four-hours': '4 Stunden',
  'time.tomorrow': 'Morgen, 09:00',

  'promise.open': 'Nachricht versprechen',
  'promise.again': 'Andere Zeit versprechen',
  'promise.until': 'Bis wann hört der Kunde wieder von uns?',
  'promise.help':
    'Nach dem Absenden Ihrer Nachricht mit dem Versprechen. Die nächste öffentliche Antwort löst es ein.',
  'promise.past': 'Diese Zeit ist vorbei; wählen Sie eine spätere.',
  'promise.make': 'Uhr starten',
  'outcome.done.promise-update': 'Die Uhr Ihres Versprechens läuft.',

  'proof.title': 'Kann man den Uhren glauben?',
  'proof.lateness': {
    one: '{count} Frist in 30 Tagen verpasst, bemerkt nach {worst}.',
    other:
      '{count} Fristen in 30 Tagen verpasst: die Hälfte bemerkt binnen {half}, 99 von 100 binnen {most}, alle binnen {worst}.',
  },
  'proof.noMiss': 'In 30 Tagen wurde keine Frist verpasst.',
  'proof.equal': {
    one: 'Neu berechnet {age}: {count} Uhr, wie gespeichert.',
    other: 'Neu berechnet {age}: {count} Uhren, alle wie gespeichert.',
  },
  'proof.differ': {
    one: 'Neu berechnet {age}: {count} Uhr, {differing} anders als gespeichert.',
    other: 'Neu berechnet {age}: {count} Uhren, {differing} anders als gespeichert.',
  },
  'proof.noNight': 'Noch ist keine Nacht vergangen, in der sie neu berechnet wurden.',
  'proof.noLatePause': 'Keine Pause begann im letzten Fünftel der Zeit einer Uhr.',
  'proof.habits': 'Pausen, die im letzten Fünftel der Zeit begannen; eine Frage wert, kein Urteil:',
  'proof.habit': { one: '{actor}: {late} von {count} Pause', other: '{actor}: {late} von {count} Pausen' },
  'proof.pauses': { one: '{count} Pause', other: '{count} Pausen' },
  'proof.pause': '{clock}, noch {left}, {cause} durch {actor}, {at}',

  'quiet.title': 'Ruhezeiten',
  'quiet.none': 'keine',
  'quiet.summary': '{from} bis {until}',
  'quiet.summaryWeekends': '{from} bis {until} und am Wochenende',
  'quiet.from': 'Von',
  'quiet.until': 'Bis',
  'quiet.weekends': 'Am Wochenende ganztägig',
  'quiet.help':
    'In der Zeit von {zone}. Hinweise warten, bis sie enden; Uhren und ihre Aufzeichnung warten nicht.',
  'quiet.save': 'Speichern',
  'quiet.end': 'Keine Ruhezeiten',
  'quiet.saved': 'Gespeichert.',
  'quiet.same': 'Anfang und Ende müssen verschieden sein.',

  'notice.noCustomer': 'Unbekannter Kunde',
  'notice.try': 'Probealarm',
  'notice.shown': 'Ein Probealarm ging an Ihren Desktop. Erschien keiner, hält Ihr System ihn zurück.',
  'notice.blocked':
    'Ihr Browser zeigt keine Hinweise von Meshline. Erlauben Sie sie in seinen Einstellungen.',
  'notice.left.calendar': 'Noch {time}',
  'notice.left.business': 'Noch {time} Geschäftszeit',
  'notice.over': 'Vor {time} verpasst',
  'notice.together': { one: '{count} Frist braucht Sie', other: '{count} Fristen brauchen Sie' },
  'notice.missed': { one: '{count} verpasst', other: '{count} verpasst' },
  'notice.test': 'Meshline erreicht Sie',
  'notice.testHelp': 'So sieht ein Alarm aus.',
}
