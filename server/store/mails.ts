/** What is to be mailed of clocks, and what became of it. A moment of a clock is mailed to one person once, for ever. */
export const MAILS = `
create table mails (
  id text primary key, clock_id text not null references clocks (id), item_id text not null references items (id),
  member_id text not null references members (id), kind text not null, moment bigint not null, state text not null,
  message_id text, attempts bigint not null, next_at bigint, lease_until bigint not null, lease_id text, note text,
  queued_at bigint not null, settled_at bigint
);
create unique index one_mail on mails (clock_id, member_id, kind, moment);
create index mails_due on mails (next_at) where next_at is not null;
`
