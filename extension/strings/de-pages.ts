import type { enPages } from './en-pages.ts'
import type { Translation } from './translation.ts'

/** German of the popup and the options page, formal address. */
export const dePages: Translation<typeof enPages> = {
  'alerts.title': 'Was als Nächstes bricht',
  'alerts.mine': 'Meine',
  'alerts.team': 'Team',
  'alerts.all': 'Alle',
  'alerts.order': 'Was zuerst kommt',
  'alerts.order.deadline': 'Nach Frist',
  'alerts.order.revenue': 'Nach Umsatz',
  'alerts.asOf': 'gelesen {age}',
  'alerts.empty': 'Nichts ist fällig',
  'alerts.emptyHelp': 'Hier läuft keine Uhr.',
  'alerts.nextDue': 'Als Nächstes ist {when} etwas fällig.',
  'alerts.noOwner': 'niemand zuständig',
  'alerts.left': 'übrig',
  'alerts.over': 'darüber',
  'alerts.connected': 'Verbunden, live',
  'alerts.reconnecting': 'Verbindet neu',
  'alerts.settings': 'Einstellungen',

  'options.title': 'Meshline-Einstellungen',
  'options.connect': 'Mit Ihrem Server verbinden',
  'options.connectHelp':
    'Lassen Sie sich von Ihrem Admin einen Kopplungscode geben: meshline member add sie@example.com. Er gilt einmal, 15 Minuten lang.',
  'options.address': 'Adresse des Servers',
  'options.code': 'Kopplungscode',
  'options.device': 'Name dieses Geräts',
  'options.deviceDefault': 'Dieser Browser',
  'options.pair': 'Verbinden',
  'options.pairing': 'Verbindet',
  'options.badAddress': 'Schreiben Sie die Adresse so: https://meshline.example.com',
  'options.permission':
    'Ohne die Erlaubnis, diesen Server zu erreichen, kann Meshline sich nicht verbinden. Drücken Sie erneut auf Verbinden und erlauben Sie es.',
  'options.noAnswer': 'Unter dieser Adresse antwortet kein Meshline-Server.',
  'options.member': 'Angemeldet',
  'options.server': 'Server',
  'options.roles': 'Rollen',
  'options.viewOnly': 'Keine Rolle: Sie können nur ansehen',
  'options.signOut': 'Abmelden',
  'options.sessions': 'Geräte mit Zugang',
  'options.thisDevice': 'dieses Gerät',
  'options.lastSeen': 'zuletzt gesehen {age}',
  'options.revoke': 'Entziehen',
  'options.revokeNamed': '{device} den Zugang entziehen',
  'options.data': 'Was wo gespeichert ist',
  'options.data.token':
    'Ihr Zugangsschlüssel bleibt im Hintergrundteil der Erweiterung. Seiten und ihre Skripte können ihn nicht lesen.',
  'options.data.panels':
    'Die letzten 200 Leisten bleiben auf diesem Gerät, damit ein Ticket sofort erscheint. Beim Abmelden werden sie gelöscht.',
  'options.data.drafts': 'Nicht gesendete Gründe bleiben 30 Tage auf diesem Gerät.',
  'options.data.server': 'Alles andere liegt auf Ihrem Server. Meshline sendet niemand anderem etwas.',
}
