/** Policies tried on what came, a few items at a time; and items in the order they came. */
export const BACKTESTS = `
create table backtests (
  id text primary key, kind text not null, days bigint not null, candidate text not null,
  base_version bigint not null, started_by text not null, started_at bigint not null, from_at bigint not null,
  population bigint not null, done bigint not null, last_at bigint not null, last_id text not null,
  counts text not null, rules text not null, diffs text not null, finished_at bigint, cancelled bigint not null,
  lease_until bigint not null
);
create index backtests_running on backtests (started_at) where finished_at is null;
create index items_in_order on items (created_at, id);
`
