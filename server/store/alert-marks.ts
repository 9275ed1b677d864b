/** What each person said of an alert, and when they are not to be disturbed. Neither changes a clock. */
export const ALERT_MARKS = `
create table alert_marks (
  clock_id text not null references clocks (id), member_id text not null references members (id),
  acknowledged_at bigint, snoozed_until bigint, reason text, primary key (clock_id, member_id)
);
create table quiet_hours (
  member_id text primary key references members (id), time_zone text not null, from_time text not null,
  until_time text not null, weekends bigint not null
);
`
