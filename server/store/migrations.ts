import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { ALERT_MARKS } from './alert-marks.ts'
import { BACKTESTS } from './backtests.ts'
import { CLOCK_PROOF } from './clock-proof.ts'
import { MAILS } from './mails.ts'
import { OWNERS_AND_CLOCKS } from './owners-and-clocks.ts'
import { RUN_AUTHORITY } from './run-authority.ts'
import type { StoreKind } from './schema.ts'

/** Schema changes in order. A released migration is never edited; a new one follows it. */
export function migrationsFor(kind: StoreKind): Record<string, Migration> {
  return {
    '0001-first-story': { up: db => run(db, kind, FIRST_STORY) },
    '0002-context': { up: db => run(db, kind, CONTEXT) },
    '0003-signal-log': { up: db => run(db, kind, SIGNAL_LOG) },
    '0004-payments': { up: db => run(db, kind, PAYMENTS) },
    '0005-owners-and-clocks': { up: db => run(db, kind, OWNERS_AND_CLOCKS) },
    '0006-backtests': { up: db => run(db, kind, BACKTESTS) },
    '0007-alert-marks': { up: db => run(db, kind, ALERT_MARKS) },
    '0008-mail': { up: db => run(db, kind, MAILS) },
    '0009-run-authority': { up: db => run(db, kind, RUN_AUTHORITY) },
    '0010-clock-proof': { up: db => run(db, kind, CLOCK_PROOF) },
  }
}

async function run(db: Kysely<unknown>, kind: StoreKind, script: string): Promise<void> {
  const sequence =
    kind === 'postgres'
      ? 'seq bigint generated always as identity primary key'
      : 'seq integer primary key autoincrement'
  const statements = script
    .replaceAll('$SEQUENCE', sequence)
    .split(';')
    .map(statement => statement.trim())
    .filter(statement => statement !== '')
  for (const statement of statements) await sql.raw(statement).execute(db)
}

/** One text for both databases: text, bigint and plain indexes mean the same in each. */
const FIRST_STORY = `
create table signals (
  $SEQUENCE, id text not null, source text not null, dedupe_key text not null, type text not null, subject text,
  occurred_at bigint not null, received_at bigint not null, from_us bigint not null, body text not null,
  state text not null, attempts bigint not null, next_at bigint not null, lease_until bigint not null, note text
);
create unique index signals_once on signals (source, dedupe_key);
create index signals_waiting on signals (next_at) where state = 'stored';

create table accounts (id text primary key, created_at bigint not null);
create table identifiers (
  kind text not null, value text not null, account_id text not null references accounts (id),
  primary key (kind, value)
);
create table context_values (
  account_id text not null references accounts (id), field text not null, source text not null,
  source_id text not null, content text not null, changed_at bigint not null, read_at bigint not null,
  primary key (account_id, field, source, source_id)
);
create table facts (kind text not null, id text not null, body text not null, read_at bigint not null, primary key (kind, id));

create table items (
  id text primary key, account_id text references accounts (id), candidate_accounts text, kind text not null,
  status text not null, pending_reason text, title text not null, ownership text not null, owner_id text, gap text,
  created_at bigint not null
);
create index items_of_account on items (account_id, status);
create index items_open on items (id) where status <> 'done';
create table item_links (
  item_id text not null references items (id), vendor text not null, type text not null, id text not null, url text,
  primary key (vendor, type, id)
);
create index links_of_item on item_links (item_id);

create table clocks (
  id text primary key, item_id text not null references items (id), kind text not null, subject_id text not null,
  unit text not null, started_at bigint not null, due_at bigint not null, stopped_at bigint
);
create unique index one_clock on clocks (item_id, kind, subject_id);
create index clocks_running on clocks (due_at) where stopped_at is null;

create table automations (
  name text not null, version bigint not null, mode text not null, author_id text, parameters text not null,
  created_at bigint not null, primary key (name, version)
);
create table previews (
  id text primary key, item_id text not null references items (id), automation text not null, version bigint not null,
  hash text not null, state text not null, plan text not null, judgement text not null, created_at bigint not null,
  decide_by bigint not null
);
create index previews_of_item on previews (item_id, created_at);
create unique index one_open_preview on previews (item_id, automation) where state in ('proposed', 'blocked', 'pending');
create table approvals (
  preview_id text primary key references previews (id), preview_hash text not null, decision text not null,
  member_id text not null, reason_code text not null, reason_text text not null, at bigint not null
);
create table runs (
  id text primary key, kind text not null, preview_id text not null references previews (id),
  item_id text not null references items (id), approver_id text not null, reason_code text not null,
  reason_text text not null, state text not null, created_at bigint not null, execute_by bigint not null,
  finished_at bigint, next_at bigint not null, lease_until bigint not null, lease_id text
);
create index runs_of_item on runs (item_id, created_at);
create index runs_due on runs (next_at) where state = 'running';
create table effects (
  id text primary key, run_id text not null references runs (id), position bigint not null, key text not null,
  planned text not null, undoes text, state text not null, attempts bigint not null, external_id text, problem text,
  finished_at bigint
);
create index effects_of_run on effects (run_id, position);
create unique index effect_once on effects (key) where state not in ('refused', 'skipped');

create table exceptions (
  id text primary key, item_id text, kind text not null, about text not null, summary text not null, owner_id text,
  opened_at bigint not null, closed_at bigint, cause text
);
create unique index one_open_exception on exceptions (kind, about) where closed_at is null;
create index exceptions_of_item on exceptions (item_id);
create table timers (
  id text primary key, kind text not null, subject_id text not null, due_at bigint not null,
  lease_until bigint not null, done_at bigint
);
create unique index one_timer on timers (kind, subject_id);
create index timers_due on timers (due_at) where done_at is null;

create table members (id text primary key, email text not null unique, name text not null, active bigint not null, created_at bigint not null);
create table member_roles (
  member_id text not null references members (id), role text not null, given_at bigint not null,
  primary key (member_id, role)
);
create table pairing_codes (
  code_hash text primary key, member_id text not null references members (id), expires_at bigint not null, used_at bigint
);
create table sessions (
  id text primary key, token_hash text not null unique, member_id text not null references members (id),
  device text not null, created_at bigint not null, last_seen_at bigint not null, revoked_at bigint
);

create table audit_entries (
  $SEQUENCE, at bigint not null, actor text not null, action text not null, outcome text not null,
  subject_kind text not null, subject_id text not null, item_id text, summary text not null, detail text not null
);
create index audit_of_item on audit_entries (item_id, seq);
`

/**
 * From one reading per field to the records of the sources themselves. What was merged before is dropped: it is read
 * again from the vendors with the next signal or sync.
 */
const CONTEXT = `
drop table context_values;
drop table identifiers;
alter table accounts add column merged_into text;
create table source_records (
  source text not null, type text not null, id text not null, role text not null, anchor text not null,
  belongs_to text, account_id text, label text not null, url text, fields text not null, keys text not null,
  happened_at bigint, state text, changed_at bigint not null, read_at bigint not null, gone bigint not null,
  merged_into text, unread bigint not null, primary key (source, type, id)
);
create index records_of_anchor on source_records (anchor, role, changed_at, source, type, gone);
create index saying on source_records (anchor, role, type, changed_at) where fields <> '[]' and gone = 0;
create index open_parts on source_records (anchor, type) where state = 'open';
create index disputes_of_anchor on source_records (anchor) where type = 'dispute';
create index records_of_account on source_records (account_id) where account_id is not null;
create index records_below on source_records (belongs_to) where belongs_to is not null;
create table record_keys (
  kind text not null, value text not null, record text not null, anchor text not null, own bigint not null,
  primary key (kind, value, record)
);
create index keys_of_record on record_keys (record);
create index keys_of_anchor on record_keys (anchor, own);

create table identity_questions (
  id text primary key, shared_kind text not null, shared text not null, asked_at bigint not null, closed_at bigint
);
create unique index one_open_question on identity_questions (shared_kind, shared) where closed_at is null;
create table identity_question_anchors (
  question_id text not null references identity_questions (id), anchor text not null, part text not null,
  primary key (anchor, question_id)
);
create index anchors_of_question on identity_question_anchors (question_id);
create table identity_answers (
  id text primary key, question_id text, subject text not null, chosen text, label text not null,
  member_id text not null, reason_code text not null, reason_text text not null, at bigint not null, undone_by text,
  undone_at bigint
);
create index answers_on on identity_answers (subject, at);
create table identity_assertions (
  id text primary key, answer_id text not null references identity_answers (id), verdict text not null,
  a text not null, b text not null, undone_at bigint
);
create index assertions_on_a on identity_assertions (a) where undone_at is null;
create index assertions_on_b on identity_assertions (b) where undone_at is null;

alter table items drop column candidate_accounts;
alter table items add column anchor text;
create index items_of_anchor on items (anchor) where anchor is not null;
alter table approvals add column record_hash text;
alter table audit_entries add column context_id text;
create index audit_of_context on audit_entries (context_id, seq) where context_id is not null;

create table sync_cursors (
  source text not null, stream text not null, cursor text, read bigint not null, total bigint, backfilled_at bigint,
  synced_at bigint, gaps bigint not null, next_at bigint not null, lease_until bigint not null, lease_id text,
  attempts bigint not null, trouble text, primary key (source, stream)
);
create table validations (
  id text primary key, started_at bigint not null, started_by text not null, population bigint not null,
  sample text not null, done bigint not null, unreadable bigint not null, compared bigint not null,
  correct bigint not null, fields text not null, mismatches text not null, finished_at bigint, next_at bigint not null,
  lease_until bigint not null, signed_by text, signed_at bigint, note text
);
create table policies (
  kind text not null, version bigint not null, body text not null, author text not null, reason text not null,
  created_at bigint not null, primary key (kind, version)
);
create table action_locks (
  account_id text not null, action_class text not null, target text not null, preview_id text not null,
  automation text not null, item_id text not null, taken_at bigint not null,
  primary key (account_id, action_class, target)
);
create index locks_of_preview on action_locks (preview_id);
`

/** What is rare is found without reading all that ever came; what comes by the thousand costs no index. */
const SIGNAL_LOG = `
alter table signals add column note_de text;
create index signals_ignored on signals (seq) where state = 'ignored';
create index signals_unreadable on signals (seq) where state = 'unreadable';
`

/** What was refunded of late is summed for every panel. */
const PAYMENTS = `
create index payments_of_anchor on source_records (anchor, happened_at) where type = 'charge';
`
