import { afterEach, expect, test } from 'vitest'
import { startMailbox } from '../support/mailbox.ts'
import { openPolicyCommand, type PolicyCommand } from '../support/policy-command.ts'

const SLA = `
rules:
  - name: everybody
    title: Everybody
    owner: rita@acme.test
    when: {}
    targets:
      first-response: { unit: calendar, within: { default: 4h } }
    warnAt: [0.5, 0.8]
    mail: true
`
const NOTE =
  'Note: rules > 0 > mail: Mail is not set up, so nobody is mailed; set MESHLINE_SMTP_URL and MESHLINE_MAIL_FROM'

let command: PolicyCommand
afterEach(() => command.close())

const doctor = async () => {
  await command.meshline('doctor')
  return command.printed().find(line => line.startsWith('mail '))
}

test('where mail is not set up doctor says so, and so do check and set of a rule that asks for it', async () => {
  command = await openPolicyCommand()
  expect(await doctor()).toBe(
    'mail         not set up: set MESHLINE_SMTP_URL and MESHLINE_MAIL_FROM to mail owners',
  )
  expect(await command.meshline('policy', 'check', 'sla', command.write('sla.yaml', SLA))).toBe(0)
  expect(command.printed()[0]).toBe(NOTE)
  expect(await command.set('sla', command.write('sla.yaml', SLA))).toBe(0)
  expect(command.printed()).toContain(NOTE)
})

test('where it is, doctor asks the server, and nobody warns', async () => {
  const mailbox = await startMailbox()
  command = await openPolicyCommand(mailbox.variables)
  expect(await doctor()).toBe('mail         127.0.0.1, from alerts@acme-support.test, answers')
  expect(await command.set('sla', command.write('sla.yaml', SLA))).toBe(0)
  expect(command.printed()).toHaveLength(1)
  await command.meshline('policy', 'show', 'sla')
  expect(command.printed()).toContain(
    '     mail: to the owner at 50%, 80% and when missed; to whoever it goes up to',
  )
  await mailbox.stop()
  expect(await doctor()).toContain('in trouble: connect ECONNREFUSED')
})

test('a password that is refused: doctor says what the server said, and no password', async () => {
  const mailbox = await startMailbox({ login: { user: 'meshline', pass: 'right' } })
  const MESHLINE_SMTP_URL = mailbox.variables.MESHLINE_SMTP_URL?.replace('right', 'wrong-one') ?? ''
  command = await openPolicyCommand({ ...mailbox.variables, MESHLINE_SMTP_URL })
  expect(await doctor()).toContain('in trouble: 535')
  expect(command.printed().join('\n')).not.toContain('wrong-one')
  await mailbox.stop()
})
