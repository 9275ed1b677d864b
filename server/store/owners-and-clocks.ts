/**
 * Working hours, leave and capacity of people; handoffs; clocks with target, calendar and pauses. What a clock of
 * before was given is what lay between its beginning and its end.
 */
export const OWNERS_AND_CLOCKS = `
alter table members add column calendar text;
alter table members add column capacity bigint;
alter table members add column presence text not null default 'available';
create table leaves (
  id text primary key, member_id text not null references members (id), starts_at bigint not null,
  ends_at bigint not null, reason text not null, recorded_at bigint not null, cancelled_at bigint
);
create index leaves_of_member on leaves (member_id, ends_at);

create index items_open_of_owner on items (owner_id) where status <> 'done';
alter table policies add column hash text;
create table handoffs (
  id text primary key, item_id text not null references items (id), at bigint not null, from_id text, to_id text,
  cause text not null, reason text not null, rule text, rule_version bigint
);
create index handoffs_of_item on handoffs (item_id, at);

alter table clocks add column target_ms bigint not null default 0;
update clocks set target_ms = due_at - started_at;
alter table clocks add column calendar text;
alter table clocks add column calendar_version bigint;
alter table clocks add column rule text;
alter table clocks add column policy_version bigint;
alter table clocks add column warn_at text not null default '[]';
alter table clocks add column missed_at bigint;
create table clock_pauses (
  clock_id text not null references clocks (id), from_at bigint not null, until_at bigint, cause text not null,
  actor text not null, primary key (clock_id, from_at)
);
create table bumps (
  clock_id text not null references clocks (id), step bigint not null, at bigint not null, from_id text, to_id text,
  outcome text not null, primary key (clock_id, step)
);
`
