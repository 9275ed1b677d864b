import { describe, expect, it } from 'vitest'
import { itemIn } from '../../extension/background/stream.ts'
import { serverOrigin } from '../../extension/state/session-store.ts'

describe('a frame of the stream', () => {
  const records = [{ host: 'zendesk', type: 'ticket', id: '35436' }]

  it('carries which records changed', () => {
    const frame = `event: item\ndata: ${JSON.stringify({ itemId: 'itm_1', records })}`
    expect(itemIn(frame)).toEqual({ itemId: 'itm_1', records })
  })

  it('is passed over when it is a comment, another event or broken', () => {
    for (const frame of [
      ': still here',
      'event: other\ndata: {}',
      'event: item\ndata: {"rec',
      'event: item\ndata: 1',
    ]) {
      expect(itemIn(frame), frame).toBe(null)
    }
  })
})

describe('a server address', () => {
  it('may leave out the protocol and is cut down to its origin', () => {
    expect(serverOrigin(' meshline.example.com/ ')).toBe('https://meshline.example.com')
    expect(serverOrigin('http://127.0.0.1:8787/v1')).toBe('http://127.0.0.1:8787')
  })

  it('is refused unencrypted to another machine, with credentials, or as nonsense', () => {
    for (const address of ['http://meshline.example.com', 'https://a:b@example.com', '', 'ht tp://x']) {
      expect(serverOrigin(address), address).toBe(null)
    }
  })
})
