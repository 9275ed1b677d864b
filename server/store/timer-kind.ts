/** What a timer does when it fires. */
export type TimerKind =
  | 'decide-window'
  | 'context-stale'
  | 'route-again'
  | 'clock-due'
  | 'clock-warn'
  | 'leave-begins'
  | 'recompute-clocks'
