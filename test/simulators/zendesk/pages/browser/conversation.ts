import { statusLabel, timeLeft } from './badge.ts'
import { avatar, garden, h, icon, test } from './dom.ts'
import type { CommentView, TicketView } from './ticket-data.ts'
import { variant } from './variant.ts'
import { say, sayTime } from './words.ts'

/** Subject, breadcrumb, comments and composer of one ticket. */
export function buildConversation(view: TicketView): HTMLElement {
  return h(
    'div',
    { ...test('component-type-MainConversationPane'), class: 'conversation-pane' },
    breadcrumb(view),
    h(
      'div',
      {
        class: 'conversation-polaris polaris-react-component rich_text',
        'data-ticket-id': String(view.id),
        'data-side-conversations-anchor-id': String(view.id),
      },
      heading(view),
      h(
        'div',
        { ...test('omni-log-container'), class: 'log' },
        h('section', { role: 'feed', class: 'feed' }, ...view.comments.map(buildComment)),
      ),
      composer(),
    ),
  )
}

function breadcrumb(view: TicketView): HTMLElement {
  return h(
    'nav',
    { class: 'breadcrumb' },
    h('a', { ...test('tabs-nav-item-organizations'), href: '#' }, view.organization ?? say('noOrganization')),
    h('a', { ...test('tabs-nav-item-users'), href: '#' }, view.requester.name),
    h(
      'a',
      { ...test('tabs-section-nav-item-ticket'), href: '#', class: 'current' },
      statusLabel(view.status),
      ` ${say('ticket')} #${view.id}`,
    ),
  )
}

function heading(view: TicketView): HTMLElement {
  const subjectId = variant.shell === 'old' ? 'ticket-pane-subject' : 'omni-header-subject'
  const subject = h('input', {
    ...test(subjectId),
    class: 'subject',
    'aria-label': say('subject'),
    value: view.subject,
    readonly: '',
  })
  const sla =
    view.slaMinutes === null
      ? null
      : h('span', { ...test('sla-policy-metric'), class: 'sla' }, timeLeft(view.slaMinutes))
  return h(
    'div',
    { class: 'heading' },
    h(
      'div',
      { class: 'heading-text' },
      subject,
      h(
        'span',
        { ...test('omni-header-via-label'), class: 'via' },
        icon('mail'),
        `${say('via')} ${view.channel}`,
      ),
    ),
    sla,
  )
}

export function buildComment(comment: CommentView): HTMLElement {
  const isNote = comment.role === 'internal'
  const article = h(
    'article',
    {
      ...test('omni-log-comment-item'),
      'data-comment-id': String(comment.id),
      class: `comment ${comment.role}`,
      'aria-label': isNote ? `${say('from')} ${comment.author}` : comment.author,
    },
    avatar(comment.author),
    h(
      'div',
      { class: 'comment-body' },
      h(
        'div',
        { class: 'comment-head' },
        h(
          'span',
          test('omni-log-item-sender'),
          h('a', { ...test('omni-log-comment-user-link'), href: '#' }, h('span', {}, comment.author)),
        ),
        isNote &&
          h(
            'span',
            { ...test('omni-log-internal-note-tag'), ...garden('tags.tag_view'), class: 'note-tag' },
            icon('lock'),
            say('internal'),
          ),
        h('time', { ...test('timestamp-relative'), datetime: comment.at }, sayTime(comment.at)),
      ),
      h(
        'div',
        { ...test('omni-log-item-message'), type: comment.role, class: 'message' },
        h(
          'div',
          { ...test('omni-log-message-content'), class: 'zd-comment' },
          ...comment.text.split(/\n{2,}/).map(text => h('p', {}, text)),
        ),
      ),
    ),
  )
  // Zendesk marks notes some time after it has shown them.
  if (isNote) setTimeout(() => article.setAttribute('data-zes-comment-is-note', 'true'), 30)
  return article
}

function composer(): HTMLElement {
  const box = h('div', {
    ...test('omnicomposer-rich-text-ckeditor'),
    class: 'composer-text',
    contenteditable: 'true',
    role: 'textbox',
    'aria-multiline': 'true',
    'aria-label': say('reply'),
    'data-placeholder': say('reply'),
  })
  const channel = h(
    'button',
    {
      ...test('omnichannel-channel-switcher-button'),
      type: 'button',
      class: 'channel',
      'aria-pressed': 'false',
    },
    say('publicReply'),
    icon('down'),
  )
  const root = h('div', { class: 'composer' }, h('div', { class: 'composer-head' }, channel), box)
  channel.addEventListener('click', () => {
    const isNote = root.classList.toggle('note')
    channel.setAttribute('aria-pressed', String(isNote))
    channel.firstChild?.replaceWith(say(isNote ? 'internalNote' : 'publicReply'))
    box.setAttribute('data-placeholder', say(isNote ? 'note' : 'reply'))
  })
  return root
}

/** What the agent has typed, null where there is nothing. */
export function typedComment(pane: ParentNode): { body: string; public: boolean } | null {
  const body = pane.querySelector('.composer-text')?.textContent?.trim() ?? ''
  return body === '' ? null : { body, public: !pane.querySelector('.composer.note') }
}
