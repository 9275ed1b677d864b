import type { enPresence } from './en-presence.ts'
import type { Translation } from './translation.ts'

export const dePresence: Translation<typeof enPresence> = {
  'presence.title': 'Neue Vorgänge annehmen',
  'presence.available': 'ja',
  'presence.away': 'abwesend',
  'presence.awayHelp': 'Neue Vorgänge gehen an andere. Was Sie haben, bleibt bei Ihnen.',

  'leave.title': 'Meine Abwesenheiten',
  'leave.lead': 'Vom ersten Moment an geht, was Sie haben, an den Nächsten.',
  'leave.none': 'Keine steht bevor.',
  'leave.since': 'jetzt, bis {until}',
  'leave.takeBack': 'Zurücknehmen',
  'leave.takeBackThis': 'Abwesenheit zurücknehmen: {when}',
  'leave.from': 'Ab',
  'leave.until': 'Zurück am',
  'leave.time': 'Uhrzeit, wenn nicht Mitternacht',
  'leave.fromTime': 'Uhrzeit des Beginns, wenn nicht Mitternacht',
  'leave.untilTime': 'Uhrzeit der Rückkehr, wenn nicht Mitternacht',
  'leave.reason': 'Grund (freiwillig, nur im Protokoll)',
  'leave.zone': 'In der Zeit dieses Geräts, {zone}.',
  'leave.endsFirst': 'Sie wären zurück, bevor sie beginnt.',
  'leave.take': 'Abwesenheit eintragen',
  'leave.taken': 'Ihre Abwesenheit ist eingetragen.',
  'leave.takenBack': 'Ihre Abwesenheit ist zurückgenommen.',
}
