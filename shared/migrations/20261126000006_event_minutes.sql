-- migrate:up

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

SELECT public.monitoring_protect(
  'TABLE public.stripe_webhook_events_minutes',
  'TABLE public.stripe_webhook_events_hours',
  'FUNCTION public.stripe_webhook_events_minutes_statement(text)',
  'FUNCTION public.stripe_webhook_events_count_minutes()',
  'FUNCTION public.stripe_webhook_events_count_hours()',
  'FUNCTION public.stripe_webhook_event_minutes_between(timestamptz, timestamptz)'
);

-- migrate:down

DROP FUNCTION IF EXISTS public.stripe_webhook_event_minutes_between(timestamptz, timestamptz);
-- With its triggers.
DROP FUNCTION IF EXISTS public.stripe_webhook_events_count_minutes() CASCADE;
DROP FUNCTION IF EXISTS public.stripe_webhook_events_count_hours() CASCADE;
DROP TABLE IF EXISTS public.stripe_webhook_events_minutes;
DROP TABLE IF EXISTS public.stripe_webhook_events_hours;
DROP FUNCTION IF EXISTS public.stripe_webhook_events_minutes_statement(text);
