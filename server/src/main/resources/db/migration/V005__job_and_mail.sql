-- Work that outlives a request, and the mails that wait to go out.
--
-- Both tables are local ones: they belong to the installation, not to an account, and hold only what is still to be done
-- or was done lately. That is why they may be claimed from with SKIP LOCKED across accounts, which a distributed table
-- could not (see docs/decisions/0030).

create table job (
  kind         text        not null,
  key          text        not null,
  payload      text        not null,
  run_at       timestamptz not null,
  again_at     timestamptz,
  attempts     integer     not null default 0,
  lease        uuid,
  lease_holder text,
  leased_until timestamptz,
  last_error   text,
  dead_at      timestamptz,
  created_at   timestamptz not null,
  constraint job_pkey primary key (kind, key),
  constraint job_lease_whole check (num_nulls(lease, lease_holder, leased_until) in (0, 3)),
  constraint job_dead_unleased check (dead_at is null or lease is null),
  constraint job_again_leased check (again_at is null or lease is not null)
);

create index job_due on job (kind, run_at) where dead_at is null;

comment on table job is 'local: the work queue';
comment on column job.again_at is 'asked for again while it ran: when to run it the next time';
comment on column job.lease is 'new with every claim; whoever settles a job must show it';

create table mail (
  id          uuid        not null,
  kind        text        not null,
  message_id  text        not null,
  recipient   text        not null,
  subject     text        not null,
  text_body   text,
  html_body   text,
  created_at  timestamptz not null,
  sent_at     timestamptz,
  dead_at     timestamptz,
  dead_reason text,
  constraint mail_pkey primary key (id),
  constraint mail_message_id_key unique (message_id),
  constraint mail_one_end check (num_nonnulls(sent_at, dead_at) <= 1),
  constraint mail_dead_reason check ((dead_at is null) = (dead_reason is null)),
  constraint mail_body_until_sent check ((sent_at is null) = (text_body is not null and html_body is not null))
);

create index mail_ended on mail (coalesce(sent_at, dead_at)) where coalesce(sent_at, dead_at) is not null;

comment on table mail is 'local: the outbox';
comment on column mail.text_body is 'null once sent: the links in it are secrets';
