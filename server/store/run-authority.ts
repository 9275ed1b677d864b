/** Runs that nobody approved one by one: a policy asked for them, and names itself. */
export const RUN_AUTHORITY = `
alter table runs add column policy text;
alter table runs add column approved_by text;
update runs set approved_by = approver_id;
alter table runs drop column approver_id;
alter table runs rename column approved_by to approver_id
`
