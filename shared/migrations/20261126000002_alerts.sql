-- migrate:up

-- The alerts, what the engine remembers of each rule, and what became of each message.

-- The columns of an earlier installation; those of an alert's life follow.
CREATE TABLE IF NOT EXISTS public.monitoring_alerts (
  id text PRIMARY KEY,
  service text NOT NULL,
  severity text NOT NULL CHECK (severity IN ('low', 'medium', 'high', 'critical')),
  message text NOT NULL,
  details jsonb DEFAULT '{}',
  timestamp timestamptz NOT NULL DEFAULT now(),
  resolved boolean DEFAULT false,
  resolved_at timestamptz,
  resolved_by text
);

-- ── The life of an alert ────────────────────────────────────────────────────
-- Alerts of before were told by whoever opened them; they stay untold here, so that nobody is reminded of them.
ALTER TABLE public.monitoring_alerts
  ADD COLUMN IF NOT EXISTS rule text,
  ADD COLUMN IF NOT EXISTS fingerprint text,
  ADD COLUMN IF NOT EXISTS status text,
  ADD COLUMN IF NOT EXISTS acknowledged_at timestamptz,
  ADD COLUMN IF NOT EXISTS acknowledged_by text,
  ADD COLUMN IF NOT EXISTS last_seen timestamptz,
  ADD COLUMN IF NOT EXISTS occurrences integer NOT NULL DEFAULT 1,
  ADD COLUMN IF NOT EXISTS sequence integer NOT NULL DEFAULT 1,
  -- Who was told what and when, and why somebody was not.
  ADD COLUMN IF NOT EXISTS notified_at timestamptz,
  ADD COLUMN IF NOT EXISTS notified_severity text CHECK (notified_severity IN ('low', 'medium', 'high', 'critical')),
  ADD COLUMN IF NOT EXISTS escalated boolean NOT NULL DEFAULT false,
  ADD COLUMN IF NOT EXISTS flapping boolean NOT NULL DEFAULT false,
  -- The last good look at what is still open.
  ADD COLUMN IF NOT EXISTS last_good timestamptz,
  ADD COLUMN IF NOT EXISTS silenced_by text,
  ADD COLUMN IF NOT EXISTS inhibited_by text;

-- A fingerprint of its own for each old alert, since several of one condition may be open.
UPDATE public.monitoring_alerts SET
  rule = coalesce(rule, 'legacy'),
  fingerprint = coalesce(fingerprint, service || ':legacy:' || id),
  status = CASE WHEN resolved THEN 'resolved' ELSE 'open' END,
  resolved = coalesce(resolved, false),
  timestamp = coalesce(public.monitoring_moment(timestamp), now()),
  resolved_at = CASE WHEN resolved THEN
    coalesce(public.monitoring_moment(resolved_at), public.monitoring_moment(timestamp), now())
  END,
  last_seen = coalesce(
    public.monitoring_moment(last_seen), public.monitoring_moment(resolved_at), public.monitoring_moment(timestamp), now()
  ),
  details = public.monitoring_object(details)
WHERE fingerprint IS NULL OR resolved IS DISTINCT FROM (status = 'resolved');

ALTER TABLE public.monitoring_alerts
  ALTER COLUMN rule SET NOT NULL,
  ALTER COLUMN fingerprint SET NOT NULL,
  ALTER COLUMN status SET NOT NULL,
  ALTER COLUMN last_seen SET NOT NULL,
  ALTER COLUMN details SET NOT NULL,
  ALTER COLUMN resolved SET NOT NULL,
  DROP CONSTRAINT IF EXISTS monitoring_alerts_service_check,
  DROP CONSTRAINT IF EXISTS monitoring_alerts_status_check,
  DROP CONSTRAINT IF EXISTS monitoring_alerts_resolved_check,
  ADD CONSTRAINT monitoring_alerts_service_check CHECK (service <> ''),
  ADD CONSTRAINT monitoring_alerts_status_check CHECK (status IN ('open', 'acknowledged', 'resolved')),
  ADD CONSTRAINT monitoring_alerts_resolved_check CHECK (resolved = (status = 'resolved'));

-- Writers that know only the older columns go on working: what they leave out is filled in, and `resolved`
-- and `status` follow whichever of the two was changed. A generated column could not do that, it refuses writes.
CREATE OR REPLACE FUNCTION public.monitoring_alerts_fill_in() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  NEW.rule := coalesce(NEW.rule, 'legacy');
  NEW.fingerprint := coalesce(NEW.fingerprint, NEW.service || ':legacy:' || NEW.id);
  NEW.details := public.monitoring_object(NEW.details);
  NEW.timestamp := coalesce(public.monitoring_moment(NEW.timestamp), now());
  NEW.last_seen := coalesce(public.monitoring_moment(NEW.last_seen), NEW.timestamp);
  NEW.resolved := coalesce(NEW.resolved, false);
  IF TG_OP = 'INSERT' THEN
    NEW.status := coalesce(NEW.status, CASE WHEN NEW.resolved THEN 'resolved' ELSE 'open' END);
    NEW.resolved := NEW.status = 'resolved';
  ELSIF NEW.status IS DISTINCT FROM OLD.status THEN
    NEW.resolved := NEW.status = 'resolved';
  ELSIF NEW.resolved <> OLD.resolved THEN
    NEW.status := CASE WHEN NEW.resolved THEN 'resolved' ELSE 'open' END;
  END IF;
  NEW.resolved_at := CASE WHEN NEW.resolved THEN coalesce(public.monitoring_moment(NEW.resolved_at), now()) END;
  NEW.resolved_by := CASE WHEN NEW.resolved THEN NEW.resolved_by END;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER monitoring_alerts_fill_in
  BEFORE INSERT OR UPDATE ON public.monitoring_alerts
  FOR EACH ROW EXECUTE FUNCTION public.monitoring_alerts_fill_in();

CREATE UNIQUE INDEX IF NOT EXISTS monitoring_alerts_one_open
  ON public.monitoring_alerts (fingerprint) WHERE NOT resolved;
CREATE INDEX IF NOT EXISTS monitoring_alerts_newest ON public.monitoring_alerts (timestamp DESC, id DESC);
CREATE INDEX IF NOT EXISTS monitoring_alerts_newest_open
  ON public.monitoring_alerts (timestamp DESC, id DESC) WHERE NOT resolved;
CREATE INDEX IF NOT EXISTS monitoring_alerts_newest_by_severity
  ON public.monitoring_alerts (severity, timestamp DESC, id DESC);
CREATE INDEX IF NOT EXISTS monitoring_alerts_newest_by_service
  ON public.monitoring_alerts (service, timestamp DESC, id DESC);
CREATE INDEX IF NOT EXISTS monitoring_alerts_resolved_at ON public.monitoring_alerts (resolved_at) WHERE resolved;
CREATE INDEX IF NOT EXISTS monitoring_alerts_due
  ON public.monitoring_alerts (notified_at NULLS FIRST) WHERE NOT resolved AND rule <> 'legacy';
CREATE INDEX IF NOT EXISTS monitoring_alerts_longest
  ON public.monitoring_alerts ((resolved_at - timestamp) DESC, timestamp)
  WHERE resolved AND notified_at IS NOT NULL AND severity <> 'low';
CREATE INDEX IF NOT EXISTS monitoring_alerts_answered
  ON public.monitoring_alerts (timestamp) WHERE acknowledged_at IS NOT NULL;

-- ── The engine's memory, and its messages ───────────────────────────────────
-- What the alert engine remembers between checks: a rule's last outcomes, since N of the last M has to be known, and
-- when its alerts opened. `version` is what its compare-and-set compares.
CREATE TABLE IF NOT EXISTS public.monitoring_rule_states (
  fingerprint text PRIMARY KEY,
  version bigint NOT NULL CHECK (version > 0),
  updated_at timestamptz NOT NULL DEFAULT now(),
  outcomes text NOT NULL DEFAULT '',
  looked_at timestamptz[] NOT NULL DEFAULT '{}',
  opens timestamptz[] NOT NULL DEFAULT '{}',
  flapping_notified_at timestamptz
);

-- The outbox: what was decided, until it is known to be in the queue.
-- `message` is json, not jsonb: a copy sent later must be the same text, in the same order.
CREATE TABLE IF NOT EXISTS public.monitoring_alert_transitions (
  key text PRIMARY KEY,
  alert_id text NOT NULL REFERENCES public.monitoring_alerts (id) ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('opened', 'escalated', 'reminded', 'acknowledged', 'silenced', 'resolved')),
  at timestamptz NOT NULL,
  message json NOT NULL,
  published_at timestamptz,
  -- Why the queue will never take it: it is told without its details then, or by system.delivery_failing.
  refused text,
  saved_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX IF NOT EXISTS monitoring_alert_transitions_alert ON public.monitoring_alert_transitions (alert_id);
CREATE INDEX IF NOT EXISTS monitoring_alert_transitions_unpublished
  ON public.monitoring_alert_transitions (at, key) WHERE published_at IS NULL AND refused IS NULL;

-- The notification log. No foreign key: an attempt may be recorded before the alert it tells of, and outlives it.
-- Attempt 0 is no attempt: it says `why` a message waits, and `until` when, or why it was dropped; the last word counts.
CREATE TABLE IF NOT EXISTS public.monitoring_deliveries (
  transition_key text NOT NULL,
  alert_id text NOT NULL,
  transition text NOT NULL CHECK (transition IN ('opened', 'escalated', 'reminded', 'acknowledged', 'silenced', 'resolved')),
  channel text NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('accepted', 'retry', 'failed', 'waiting', 'dropped')),
  provider_id text,
  error text,
  why text,
  until timestamptz,
  attempt integer NOT NULL CHECK (attempt >= 0 AND (attempt = 0) = (outcome IN ('waiting', 'dropped'))),
  attempted_at timestamptz NOT NULL,
  PRIMARY KEY (transition_key, channel, attempt)
);

CREATE INDEX IF NOT EXISTS monitoring_deliveries_alert ON public.monitoring_deliveries (alert_id);
CREATE INDEX IF NOT EXISTS monitoring_deliveries_attempted ON public.monitoring_deliveries (attempted_at);

-- Steps that may not have been told over a channel yet. Each that has not been is here; of those that are here some may
-- have been, since a step and its delivery may be noted at the same moment: who reads it looks at the deliveries.
CREATE TABLE IF NOT EXISTS public.monitoring_unsettled_deliveries (
  transition_key text NOT NULL,
  channel text NOT NULL,
  noted_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX IF NOT EXISTS monitoring_unsettled_deliveries_step
  ON public.monitoring_unsettled_deliveries (transition_key);

CREATE OR REPLACE FUNCTION public.monitoring_is_settled(step text, over_channel text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM public.monitoring_deliveries
    WHERE transition_key = step AND channel = over_channel AND outcome IN ('accepted', 'failed', 'dropped'))
$$;

CREATE OR REPLACE FUNCTION public.monitoring_transitions_are_due() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO public.monitoring_unsettled_deliveries (transition_key, channel)
  SELECT key, 'email' FROM added
  WHERE kind NOT IN ('acknowledged', 'silenced') AND NOT public.monitoring_is_settled(key, 'email');
  RETURN NULL;
END $$;

-- Mail has to tell everything but notices, which it is never given, another channel what it was given to tell.
CREATE OR REPLACE FUNCTION public.monitoring_deliveries_settle() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM added) THEN RETURN NULL; END IF;
  DELETE FROM public.monitoring_unsettled_deliveries AS known USING added
  WHERE known.transition_key = added.transition_key AND known.channel = added.channel
    AND added.outcome IN ('accepted', 'failed', 'dropped');
  INSERT INTO public.monitoring_unsettled_deliveries (transition_key, channel)
  SELECT DISTINCT added.transition_key, added.channel FROM added
  WHERE added.outcome IN ('retry', 'waiting')
    AND NOT public.monitoring_is_settled(added.transition_key, added.channel);
  RETURN NULL;
END $$;

LOCK TABLE public.monitoring_alert_transitions, public.monitoring_deliveries IN SHARE ROW EXCLUSIVE MODE;

CREATE OR REPLACE TRIGGER monitoring_alert_transitions_due AFTER INSERT ON public.monitoring_alert_transitions
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.monitoring_transitions_are_due();
CREATE OR REPLACE TRIGGER monitoring_deliveries_settled_new AFTER INSERT ON public.monitoring_deliveries
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.monitoring_deliveries_settle();
CREATE OR REPLACE TRIGGER monitoring_deliveries_settled_changed AFTER UPDATE ON public.monitoring_deliveries
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.monitoring_deliveries_settle();

-- What is older is asked by nobody.
TRUNCATE public.monitoring_unsettled_deliveries;
INSERT INTO public.monitoring_unsettled_deliveries (transition_key, channel)
SELECT key, channel FROM (
  SELECT key, 'email' AS channel FROM public.monitoring_alert_transitions
  WHERE saved_at > now() - interval '2 days' AND kind NOT IN ('acknowledged', 'silenced')
  UNION
  SELECT transition_key, channel FROM public.monitoring_deliveries WHERE attempted_at > now() - interval '2 days'
) AS step WHERE NOT public.monitoring_is_settled(key, channel);

SELECT public.monitoring_protect(
  'TABLE public.monitoring_alerts', 'FUNCTION public.monitoring_alerts_fill_in()',
  'TABLE public.monitoring_rule_states', 'TABLE public.monitoring_alert_transitions',
  'TABLE public.monitoring_deliveries', 'TABLE public.monitoring_unsettled_deliveries',
  'FUNCTION public.monitoring_is_settled(text, text)', 'FUNCTION public.monitoring_transitions_are_due()',
  'FUNCTION public.monitoring_deliveries_settle()'
);

-- migrate:down

-- The table of alerts stays, since it may hold what an installation had before; its older writers go on working.
-- Nor is access opened again: an earlier installation's tables were readable through the public API.
DROP TRIGGER IF EXISTS monitoring_alerts_fill_in ON public.monitoring_alerts;
DROP FUNCTION IF EXISTS public.monitoring_alerts_fill_in();
DROP INDEX IF EXISTS public.monitoring_alerts_longest, public.monitoring_alerts_answered;
ALTER TABLE public.monitoring_alerts
  DROP CONSTRAINT IF EXISTS monitoring_alerts_resolved_check,
  ALTER COLUMN rule DROP NOT NULL,
  ALTER COLUMN fingerprint DROP NOT NULL,
  ALTER COLUMN status DROP NOT NULL,
  ALTER COLUMN last_seen DROP NOT NULL;
DROP TABLE IF EXISTS public.monitoring_unsettled_deliveries;
DROP TABLE IF EXISTS public.monitoring_deliveries;
DROP TABLE IF EXISTS public.monitoring_alert_transitions;
DROP FUNCTION IF EXISTS public.monitoring_is_settled(text, text), public.monitoring_transitions_are_due(),
  public.monitoring_deliveries_settle();
DROP TABLE IF EXISTS public.monitoring_rule_states;
