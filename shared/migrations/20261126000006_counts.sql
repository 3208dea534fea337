-- migrate:up

-- ── Minutes with events ─────────────────────────────────────────────────────
-- In which minutes there were events, and in how many minutes of each hour: what the shop's rhythm is read from.
-- A minute has a row while it has events, and the hours count those rows. Events of the test mode keep no rhythm.
CREATE TABLE IF NOT EXISTS public.stripe_webhook_events_minutes (
  minute timestamptz PRIMARY KEY,
  events bigint NOT NULL
) WITH (fillfactor = 70);

CREATE TABLE IF NOT EXISTS public.stripe_webhook_events_hours (
  hour timestamptz PRIMARY KEY,
  minutes smallint NOT NULL
) WITH (fillfactor = 70);

CREATE OR REPLACE FUNCTION public.stripe_webhook_events_minutes_statement(source text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $function$
  SELECT format($statement$
    MERGE INTO public.stripe_webhook_events_minutes AS kept
    USING (
      SELECT date_bin('1 minute', created_at, 'epoch') AS minute, sum(sign) AS events
      FROM (%s) AS change
      WHERE livemode IS NOT FALSE
      GROUP BY 1
      HAVING sum(sign) <> 0
    ) AS delta ON kept.minute = delta.minute
    WHEN NOT MATCHED THEN INSERT VALUES (delta.minute, delta.events)
    WHEN MATCHED AND kept.events + delta.events = 0 THEN DELETE
    WHEN MATCHED THEN UPDATE SET events = kept.events + delta.events
  $statement$, source)
$function$;

-- Writers have taken turns since the first trigger of stripe_webhook_events, see stripe_payments_follow().
CREATE OR REPLACE FUNCTION public.stripe_webhook_events_count_minutes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET jit = off SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    TRUNCATE public.stripe_webhook_events_minutes, public.stripe_webhook_events_hours;
    RETURN NULL;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NOT EXISTS (SELECT FROM added) THEN RETURN NULL; END IF;
  ELSIF NOT EXISTS (SELECT FROM removed) THEN RETURN NULL;
  END IF;
  EXECUTE public.stripe_webhook_events_minutes_statement(CASE TG_OP
    WHEN 'INSERT' THEN 'SELECT 1 AS sign, created_at, livemode FROM added'
    WHEN 'DELETE' THEN 'SELECT -1 AS sign, created_at, livemode FROM removed'
    ELSE 'SELECT 1 AS sign, created_at, livemode FROM added UNION ALL SELECT -1, created_at, livemode FROM removed'
  END);
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION public.stripe_webhook_events_count_hours() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET jit = off SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NOT EXISTS (SELECT FROM added) THEN RETURN NULL; END IF;
  ELSIF NOT EXISTS (SELECT FROM removed) THEN RETURN NULL;
  END IF;
  EXECUTE format($statement$
    MERGE INTO public.stripe_webhook_events_hours AS kept
    USING (
      SELECT date_bin('1 hour', minute, 'epoch') AS hour, %s * count(*)::integer AS minutes FROM %I GROUP BY 1
    ) AS delta ON kept.hour = delta.hour
    WHEN NOT MATCHED THEN INSERT VALUES (delta.hour, delta.minutes)
    WHEN MATCHED AND kept.minutes + delta.minutes = 0 THEN DELETE
    WHEN MATCHED THEN UPDATE SET minutes = kept.minutes + delta.minutes
  $statement$, CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END, CASE TG_OP WHEN 'INSERT' THEN 'added' ELSE 'removed' END);
  RETURN NULL;
END $$;

LOCK TABLE public.stripe_webhook_events IN SHARE ROW EXCLUSIVE MODE;

CREATE OR REPLACE TRIGGER stripe_webhook_events_minutes_added AFTER INSERT ON public.stripe_webhook_events
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.stripe_webhook_events_count_minutes();
CREATE OR REPLACE TRIGGER stripe_webhook_events_minutes_changed AFTER UPDATE ON public.stripe_webhook_events
  REFERENCING NEW TABLE AS added OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION public.stripe_webhook_events_count_minutes();
CREATE OR REPLACE TRIGGER stripe_webhook_events_minutes_removed AFTER DELETE ON public.stripe_webhook_events
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.stripe_webhook_events_count_minutes();
CREATE OR REPLACE TRIGGER stripe_webhook_events_minutes_emptied AFTER TRUNCATE ON public.stripe_webhook_events
  FOR EACH STATEMENT EXECUTE FUNCTION public.stripe_webhook_events_count_minutes();
CREATE OR REPLACE TRIGGER stripe_webhook_events_minutes_added AFTER INSERT ON public.stripe_webhook_events_minutes
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.stripe_webhook_events_count_hours();
CREATE OR REPLACE TRIGGER stripe_webhook_events_minutes_removed AFTER DELETE ON public.stripe_webhook_events_minutes
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.stripe_webhook_events_count_hours();

DO $$
BEGIN
  TRUNCATE public.stripe_webhook_events_minutes, public.stripe_webhook_events_hours;
  EXECUTE public.stripe_webhook_events_minutes_statement(
    'SELECT 1 AS sign, created_at, livemode FROM public.stripe_webhook_events'
  );
END $$;

-- How many of the full minutes between `since` and `until` had events; a minute that is cut off is left out.
CREATE OR REPLACE FUNCTION public.stripe_webhook_event_minutes_between(since timestamptz, until timestamptz)
RETURNS bigint
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan SET jit = off
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
  WITH bounds AS (
    SELECT
      date_bin('1 minute', since + interval '1 minute' - interval '1 microsecond', 'epoch') AS low,
      date_bin('1 minute', until, 'epoch') AS high,
      date_bin('1 hour', since + interval '1 hour' - interval '1 microsecond', 'epoch') AS first_hour,
      date_bin('1 hour', until, 'epoch') AS last_hour
  )
  SELECT
    (SELECT coalesce(sum(minutes), 0) FROM public.stripe_webhook_events_hours
     WHERE hour >= bounds.first_hour AND hour < bounds.last_hour)
    + (SELECT count(*) FROM public.stripe_webhook_events_minutes
       WHERE minute >= bounds.low AND minute < least(bounds.first_hour, bounds.high))
    + (SELECT count(*) FROM public.stripe_webhook_events_minutes
       WHERE minute >= greatest(bounds.low, bounds.first_hour, bounds.last_hour) AND minute < bounds.high)
  FROM bounds
$$;

-- ── Alerts of each kind, and of each day ────────────────────────────────────
-- How many alerts there are of each kind: the sum of the rows of a kind, so that no list counts them one by one.
-- A change adds rows and waits for nobody; whoever finds many puts those together that nobody else is about.
CREATE TABLE IF NOT EXISTS public.monitoring_alert_counts (
  service text NOT NULL,
  severity text NOT NULL,
  resolved boolean NOT NULL,
  alerts bigint NOT NULL
);

-- The same by the day (in UTC) on which they began, of those that people heard of: `told`, and how many of them were
-- `ended_alone`. The review of a month reads them in place of its alerts.
CREATE TABLE IF NOT EXISTS public.monitoring_alert_days (
  day date NOT NULL,
  service text NOT NULL,
  rule text NOT NULL,
  severity text NOT NULL,
  told bigint NOT NULL,
  ended_alone bigint NOT NULL
);
CREATE INDEX IF NOT EXISTS monitoring_alert_days_day ON public.monitoring_alert_days (day);

-- The statement that adds the rows of `source`, with a column `sign`, and answers the days that it is about.
CREATE OR REPLACE FUNCTION public.monitoring_alert_days_statement(source text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $function$
  SELECT format($statement$
    WITH changed AS (
      INSERT INTO public.monitoring_alert_days
      SELECT (timestamp AT TIME ZONE 'UTC')::date, service, rule, severity, sum(sign), sum(sign * ended_alone)
      FROM (%s) AS change CROSS JOIN LATERAL (
        SELECT coalesce(resolved_by = 'check' AND acknowledged_at IS NULL, false)::integer AS ended_alone
      ) AS ending
      WHERE notified_at IS NOT NULL AND details -> 'test' IS DISTINCT FROM 'true'::jsonb
      GROUP BY 1, 2, 3, 4 HAVING sum(sign) <> 0 OR sum(sign * ended_alone) <> 0
      RETURNING day
    )
    SELECT array_agg(DISTINCT day) FROM changed
  $statement$, source)
$function$;

CREATE OR REPLACE FUNCTION public.monitoring_alerts_count() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  change text := CASE TG_OP
    WHEN 'INSERT' THEN 'SELECT 1 AS sign, * FROM added'
    WHEN 'DELETE' THEN 'SELECT -1 AS sign, * FROM removed'
    ELSE 'SELECT 1 AS sign, * FROM added UNION ALL SELECT -1, * FROM removed'
  END;
  days date[];
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    TRUNCATE public.monitoring_alert_counts, public.monitoring_alert_days;
    RETURN NULL;
  END IF;
  EXECUTE format($statement$
    INSERT INTO public.monitoring_alert_counts
    SELECT service, severity, resolved, sum(sign) FROM (%s) AS change GROUP BY 1, 2, 3 HAVING sum(sign) <> 0
  $statement$, change);
  EXECUTE public.monitoring_alert_days_statement(change) INTO days;
  IF (
    SELECT count(*) > 60 + 2 * count(DISTINCT (day, service, rule, severity))
    FROM public.monitoring_alert_days WHERE day = ANY (days)
  ) THEN
    WITH gone AS (
      DELETE FROM public.monitoring_alert_days WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM public.monitoring_alert_days WHERE day = ANY (days) FOR UPDATE SKIP LOCKED
      )) RETURNING *
    )
    INSERT INTO public.monitoring_alert_days
    SELECT day, service, rule, severity, sum(told), sum(ended_alone) FROM gone
    GROUP BY 1, 2, 3, 4 HAVING sum(told) <> 0 OR sum(ended_alone) <> 0;
  END IF;
  IF (SELECT count(*) > 100 + 2 * count(DISTINCT (service, severity, resolved)) FROM public.monitoring_alert_counts) THEN
    WITH gone AS (
      DELETE FROM public.monitoring_alert_counts WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM public.monitoring_alert_counts FOR UPDATE SKIP LOCKED
      )) RETURNING *
    )
    INSERT INTO public.monitoring_alert_counts
    SELECT service, severity, resolved, sum(alerts) FROM gone GROUP BY 1, 2, 3 HAVING sum(alerts) <> 0;
  END IF;
  RETURN NULL;
END $$;

LOCK TABLE public.monitoring_alerts IN SHARE ROW EXCLUSIVE MODE;

CREATE OR REPLACE TRIGGER monitoring_alerts_counted_new AFTER INSERT ON public.monitoring_alerts
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.monitoring_alerts_count();
CREATE OR REPLACE TRIGGER monitoring_alerts_counted_changed AFTER UPDATE ON public.monitoring_alerts
  REFERENCING NEW TABLE AS added OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION public.monitoring_alerts_count();
CREATE OR REPLACE TRIGGER monitoring_alerts_counted_gone AFTER DELETE ON public.monitoring_alerts
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.monitoring_alerts_count();
CREATE OR REPLACE TRIGGER monitoring_alerts_counted_emptied AFTER TRUNCATE ON public.monitoring_alerts
  FOR EACH STATEMENT EXECUTE FUNCTION public.monitoring_alerts_count();

TRUNCATE public.monitoring_alert_counts;
INSERT INTO public.monitoring_alert_counts
SELECT service, severity, resolved, count(*) FROM public.monitoring_alerts GROUP BY 1, 2, 3;
DO $$
BEGIN
  TRUNCATE public.monitoring_alert_days;
  EXECUTE public.monitoring_alert_days_statement('SELECT 1 AS sign, * FROM public.monitoring_alerts');
END $$;

SELECT public.monitoring_protect(
  'TABLE public.monitoring_alert_counts', 'FUNCTION public.monitoring_alerts_count()',
  'TABLE public.monitoring_alert_days', 'FUNCTION public.monitoring_alert_days_statement(text)',
  'TABLE public.stripe_webhook_events_minutes',
  'TABLE public.stripe_webhook_events_hours',
  'FUNCTION public.stripe_webhook_events_minutes_statement(text)',
  'FUNCTION public.stripe_webhook_events_count_minutes()',
  'FUNCTION public.stripe_webhook_events_count_hours()',
  'FUNCTION public.stripe_webhook_event_minutes_between(timestamptz, timestamptz)'
);

-- migrate:down

-- With its triggers.
DROP FUNCTION IF EXISTS public.monitoring_alerts_count() CASCADE;
DROP TABLE IF EXISTS public.monitoring_alert_counts, public.monitoring_alert_days;
DROP FUNCTION IF EXISTS public.monitoring_alert_days_statement(text);

DROP FUNCTION IF EXISTS public.stripe_webhook_event_minutes_between(timestamptz, timestamptz);
-- With its triggers.
DROP FUNCTION IF EXISTS public.stripe_webhook_events_count_minutes() CASCADE;
DROP FUNCTION IF EXISTS public.stripe_webhook_events_count_hours() CASCADE;
DROP TABLE IF EXISTS public.stripe_webhook_events_minutes;
DROP TABLE IF EXISTS public.stripe_webhook_events_hours;
DROP FUNCTION IF EXISTS public.stripe_webhook_events_minutes_statement(text);
