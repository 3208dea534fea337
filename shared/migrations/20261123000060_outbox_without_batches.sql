-- migrate:up

-- What opens together is gathered by the notifier now, across runs, so that no run has to be published as a whole.
ALTER TABLE public.monitoring_alert_transitions DROP COLUMN IF EXISTS batch;

-- migrate:down

ALTER TABLE public.monitoring_alert_transitions ADD COLUMN IF NOT EXISTS batch text NOT NULL DEFAULT '';
