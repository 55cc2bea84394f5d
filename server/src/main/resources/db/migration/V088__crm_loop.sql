-- The loop: leads that come from the account's flows, and what becomes of them going back to who sold them.

-- A delivery makes one lead in a company, however often it is made.
CREATE UNIQUE INDEX crm_lead_of_delivery ON crm_lead (account_id, company_id, exchange_event_id)
  WHERE exchange_event_id IS NOT NULL;
CREATE INDEX crm_lead_of_exchange ON crm_lead (account_id, exchange_lead_id) WHERE exchange_lead_id IS NOT NULL;

CREATE TABLE crm_feedback_rule (
  account_id    text COLLATE "C" NOT NULL,
  company_id    bigint NOT NULL,
  stage_id      bigint NOT NULL,
  kind          text NOT NULL,
  reason        text,
  grace_seconds integer NOT NULL,
  created_at    timestamptz NOT NULL,
  CONSTRAINT crm_feedback_rule_pk PRIMARY KEY (account_id, company_id, stage_id),
  CONSTRAINT crm_feedback_rule_kind CHECK (kind IN ('return', 'conversion'))
);
COMMENT ON TABLE crm_feedback_rule IS 'what is said of a sold lead that comes into a stage; a company without rules says nothing';
COMMENT ON COLUMN crm_feedback_rule.reason IS 'said where whoever moved the lead gave none';

CREATE SEQUENCE crm_lead_feedback_number AS bigint;

CREATE TABLE crm_lead_feedback (
  account_id        text COLLATE "C" NOT NULL,
  lead_id           bigint NOT NULL,
  id                bigint NOT NULL,
  company_id        bigint NOT NULL,
  stage_id          bigint NOT NULL,
  kind              text NOT NULL,
  reason            text NOT NULL,
  state             text NOT NULL,
  delivery_event_id text COLLATE "C" NOT NULL,
  event_id          text COLLATE "C",
  outcome           text,
  outcome_reason    text,
  created_at        timestamptz NOT NULL,
  due_at            timestamptz NOT NULL,
  ended_at          timestamptz,
  CONSTRAINT crm_lead_feedback_pk PRIMARY KEY (account_id, lead_id, id),
  CONSTRAINT crm_lead_feedback_kind CHECK (kind IN ('return', 'conversion')),
  CONSTRAINT crm_lead_feedback_state CHECK (state IN ('waiting', 'canceled', 'sending', 'sent', 'refused')),
  CONSTRAINT crm_lead_feedback_ended CHECK ((ended_at IS NULL) = (state IN ('waiting', 'sending')))
);
COMMENT ON COLUMN crm_lead_feedback.stage_id IS 'by coming into which the lead set it off; leaving it in time takes it back';
COMMENT ON COLUMN crm_lead_feedback.delivery_event_id IS 'the delivery that is spoken of';
COMMENT ON COLUMN crm_lead_feedback.event_id IS 'of the feedback-received event, known before it is given: given again, it is heard once';
COMMENT ON COLUMN crm_lead_feedback.outcome IS 'what the exchange made of it';

-- Of each kind a lead sets off one at a time, and none once it was taken.
CREATE UNIQUE INDEX crm_lead_feedback_once ON crm_lead_feedback (account_id, lead_id, kind)
  WHERE state IN ('waiting', 'sending', 'sent');
CREATE INDEX crm_lead_feedback_waiting ON crm_lead_feedback (account_id, company_id, stage_id) WHERE state = 'waiting';
