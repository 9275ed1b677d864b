import { h } from './dom.ts'
import { navigate } from './navigation.ts'
import { readViews } from './ticket-data.ts'
import { say } from './words.ts'

/** The agent's first page: a greeting and the views with their counts. */
export async function fillDashboard(element: HTMLElement, agent: string): Promise<void> {
  const views = await readViews()
  const cards = views.map(({ id, name, count }) => {
    const card = h(
      'a',
      { class: 'card', href: `/agent/filters/${id}` },
      h('strong', {}, String(count)),
      h('span', {}, name),
    )
    card.addEventListener('click', event => {
      event.preventDefault()
      navigate(`/agent/filters/${id}`)
    })
    return card
  })
  const name = agent.split(' ')[0] ?? ''
  element.replaceChildren(
    h('h1', {}, `${say('welcome')}, ${name}`),
    h('p', { class: 'quiet' }, say('yourWork')),
    h('div', { class: 'cards' }, ...cards),
  )
}
