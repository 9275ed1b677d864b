/** How late each miss was noticed, and the nights in which every clock was worked out anew. */
export const CLOCK_PROOF = `
alter table clocks add column late_ms bigint;
create index clocks_missed on clocks (missed_at) where missed_at is not null;
create index pauses_by_time on clock_pauses (from_at);
create table recomputations (
  id text primary key, began_at bigint not null, finished_at bigint, last_id text not null, clocks bigint not null,
  differing bigint not null, lease_until bigint not null
)
`
