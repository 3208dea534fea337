-- migrate:up

-- The full life of an alert: who was told what and when, and why somebody was not.
-- Alerts of before were told by whoever opened them; they stay untold here, so that nobody is reminded of them.
ALTER TABLE public.monitoring_alerts
  ADD COLUMN IF NOT EXISTS notified_at timestamptz,
  ADD COLUMN IF NOT EXISTS notified_severity text CHECK (notified_severity IN ('low', 'medium', 'high', 'critical')),
  ADD COLUMN IF NOT EXISTS escalated boolean NOT NULL DEFAULT false,
  ADD COLUMN IF NOT EXISTS flapping boolean NOT NULL DEFAULT false,
  ADD COLUMN IF NOT EXISTS silenced_by text,
  ADD COLUMN IF NOT EXISTS cause text;

-- The last outcomes of a rule take the place of the two counts: N of the last M has to be known, not only a row.
ALTER TABLE public.monitoring_rule_states
  ADD COLUMN IF NOT EXISTS outcomes text NOT NULL DEFAULT '',
  ADD COLUMN IF NOT EXISTS opens timestamptz[] NOT NULL DEFAULT '{}',
  DROP COLUMN IF EXISTS bad,
  DROP COLUMN IF EXISTS good;

-- Transitions of one batch were decided together, and those that opened together are told in one mail.
ALTER TABLE public.monitoring_alert_transitions
  ADD COLUMN IF NOT EXISTS batch text NOT NULL DEFAULT '',
  ADD COLUMN IF NOT EXISTS saved_at timestamptz NOT NULL DEFAULT now();

CREATE INDEX IF NOT EXISTS monitoring_alerts_due
  ON public.monitoring_alerts (notified_at NULLS FIRST) WHERE NOT resolved AND rule <> 'legacy';

-- migrate:down

DROP INDEX IF EXISTS public.monitoring_alerts_due;
ALTER TABLE public.monitoring_alert_transitions
  DROP COLUMN IF EXISTS batch,
  DROP COLUMN IF EXISTS saved_at;
ALTER TABLE public.monitoring_rule_states
  DROP COLUMN IF EXISTS outcomes,
  DROP COLUMN IF EXISTS opens,
  ADD COLUMN IF NOT EXISTS bad integer NOT NULL DEFAULT 0 CHECK (bad >= 0),
  ADD COLUMN IF NOT EXISTS good integer NOT NULL DEFAULT 0 CHECK (good >= 0);
ALTER TABLE public.monitoring_alerts
  DROP COLUMN IF EXISTS notified_at,
  DROP COLUMN IF EXISTS notified_severity,
  DROP COLUMN IF EXISTS escalated,
  DROP COLUMN IF EXISTS flapping,
  DROP COLUMN IF EXISTS silenced_by,
  DROP COLUMN IF EXISTS cause;
