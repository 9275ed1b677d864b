import { serve } from './serve.ts'

export interface WebhookCall {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

interface Answer {
  readonly status: number
  readonly headers: Record<string, string>
}

/** An endpoint that remembers what it was sent, for tests of senders. */
export class WebhookSink {
  readonly calls: WebhookCall[] = []
  readonly url: string
  readonly close: () => Promise<void>
  readonly #answers: Answer[]

  private constructor(url: string, answers: Answer[], close: () => Promise<void>) {
    this.url = url
    this.#answers = answers
    this.close = close
  }

  static async start(): Promise<WebhookSink> {
    const answers: Answer[] = []
    const receive = async (request: Request) => {
      sink.calls.push({ headers: Object.fromEntries(request.headers), body: await request.text() })
      const { status, headers } = answers.shift() ?? { status: 200, headers: {} }
      return new Response(null, { status, headers })
    }
    const listener = await serve(receive)
    const sink = new WebhookSink(`http://127.0.0.1:${listener.port}/hook`, answers, () => listener.close())
    return sink
  }

  /** Statuses of the next answers; then 200. */
  answerNext(...statuses: number[]): void {
    for (const status of statuses) this.#answers.push({ status, headers: {} })
  }

  answerWith(status: number, headers: Record<string, string>): void {
    this.#answers.push({ status, headers })
  }

  /** `type` of each JSON body, in order of arrival. */
  get types(): string[] {
    return this.calls.map(({ body }) => JSON.parse(body).type)
  }
}
