-- migrate:up

-- Sums of fal_ai_usage and stripe_webhook_events by hour and by five minutes, kept by the very statements that change
-- those tables: so they are exact at any moment, whoever writes, and a month of millions of calls is read from some
-- thousand rows. Hours carry a window, five minutes its ragged ends, and the tables themselves what is left of those.
-- tests/benchmarks/TELEMETRY.md has the measurements, those of the layouts that were not taken included.
CREATE TABLE IF NOT EXISTS public.fal_ai_usage_rollup (
  minutes smallint NOT NULL,
  bucket timestamptz NOT NULL,
  endpoint text NOT NULL,
  requests bigint NOT NULL,
  failed bigint NOT NULL,
  unpriced bigint NOT NULL,
  unusable bigint NOT NULL,
  cost numeric NOT NULL,
  response_time numeric NOT NULL,
  PRIMARY KEY (minutes, bucket, endpoint)
) WITH (fillfactor = 70);

CREATE TABLE IF NOT EXISTS public.stripe_webhook_events_rollup (
  minutes smallint NOT NULL,
  bucket timestamptz NOT NULL,
  events bigint NOT NULL,
  failed bigint NOT NULL,
  seen bigint NOT NULL,
  timed bigint NOT NULL,
  processing_time numeric NOT NULL,
  PRIMARY KEY (minutes, bucket)
) WITH (fillfactor = 70);

-- ── Keeping them ────────────────────────────────────────────────────────────
-- The statement that adds the rows of `source` (with a column `sign`, 1 for what is new and -1 for what is gone).
-- In Postgres NaN is the greatest number of all; costs and times that are none would spoil every sum for good.
CREATE OR REPLACE FUNCTION public.fal_ai_usage_roll_up_statement(source text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $function$
  SELECT format($statement$
    INSERT INTO public.fal_ai_usage_rollup AS kept
      (minutes, bucket, endpoint, requests, failed, unpriced, unusable, cost, response_time)
    SELECT
      minutes, date_bin(make_interval(mins => minutes), created_at, 'epoch'), endpoint,
      sum(sign),
      coalesce(sum(sign) FILTER (WHERE status = 'error'), 0),
      coalesce(sum(sign) FILTER (WHERE status = 'success' AND cost IS NULL), 0),
      coalesce(sum(sign) FILTER (WHERE NOT (cost >= 0 AND cost < 'Infinity')), 0),
      coalesce(sum(sign * cost) FILTER (WHERE cost >= 0 AND cost < 'Infinity'), 0),
      coalesce(sum(sign * response_time::numeric) FILTER (WHERE response_time >= 0 AND response_time < 'Infinity'), 0)
    FROM (%s) AS change CROSS JOIN (VALUES (5), (60)) AS grain (minutes)
    GROUP BY 1, 2, 3
    ORDER BY 1, 2, 3
    ON CONFLICT (minutes, bucket, endpoint) DO UPDATE SET
      requests = kept.requests + excluded.requests,
      failed = kept.failed + excluded.failed,
      unpriced = kept.unpriced + excluded.unpriced,
      unusable = kept.unusable + excluded.unusable,
      cost = kept.cost + excluded.cost,
      response_time = kept.response_time + excluded.response_time
  $statement$, source)
$function$;

CREATE OR REPLACE FUNCTION public.stripe_webhook_events_roll_up_statement(source text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $function$
  SELECT format($statement$
    INSERT INTO public.stripe_webhook_events_rollup AS kept
      (minutes, bucket, events, failed, seen, timed, processing_time)
    SELECT
      minutes, date_bin(make_interval(mins => minutes), created_at, 'epoch'),
      sum(sign),
      coalesce(sum(sign) FILTER (WHERE status = 'failed'), 0),
      coalesce(sum(sign) FILTER (WHERE status = 'success' AND processing_time IS NULL), 0),
      coalesce(sum(sign) FILTER (WHERE processing_time >= 0 AND processing_time < 'Infinity'), 0),
      coalesce(
        sum(sign * processing_time::numeric) FILTER (WHERE processing_time >= 0 AND processing_time < 'Infinity'), 0
      )
    FROM (%s) AS change CROSS JOIN (VALUES (5), (60)) AS grain (minutes)
    GROUP BY 1, 2
    ORDER BY 1, 2
    ON CONFLICT (minutes, bucket) DO UPDATE SET
      events = kept.events + excluded.events,
      failed = kept.failed + excluded.failed,
      seen = kept.seen + excluded.seen,
      timed = kept.timed + excluded.timed,
      processing_time = kept.processing_time + excluded.processing_time
  $statement$, source)
$function$;

-- Runs as its owner, so that whoever may write the table need not be able to write its sums.
CREATE OR REPLACE FUNCTION public.monitoring_roll_up() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  source text := CASE TG_OP
    WHEN 'INSERT' THEN 'SELECT 1 AS sign, * FROM added'
    WHEN 'DELETE' THEN 'SELECT -1 AS sign, * FROM removed'
    ELSE 'SELECT 1 AS sign, * FROM added UNION ALL SELECT -1, * FROM removed'
  END;
BEGIN
  CASE
    WHEN TG_OP = 'TRUNCATE' THEN EXECUTE format('TRUNCATE public.%I', TG_TABLE_NAME || '_rollup');
    WHEN TG_TABLE_NAME = 'fal_ai_usage' THEN EXECUTE public.fal_ai_usage_roll_up_statement(source);
    ELSE EXECUTE public.stripe_webhook_events_roll_up_statement(source);
  END CASE;
  RETURN NULL;
END $$;

LOCK TABLE public.fal_ai_usage, public.stripe_webhook_events IN SHARE ROW EXCLUSIVE MODE;

DO $$
DECLARE
  rolled text;
BEGIN
  FOREACH rolled IN ARRAY ARRAY['fal_ai_usage', 'stripe_webhook_events'] LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER %1$I_added AFTER INSERT ON public.%1$I
      REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.monitoring_roll_up()', rolled);
    EXECUTE format('CREATE OR REPLACE TRIGGER %1$I_changed AFTER UPDATE ON public.%1$I
      REFERENCING NEW TABLE AS added OLD TABLE AS removed
      FOR EACH STATEMENT EXECUTE FUNCTION public.monitoring_roll_up()', rolled);
    EXECUTE format('CREATE OR REPLACE TRIGGER %1$I_removed AFTER DELETE ON public.%1$I
      REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.monitoring_roll_up()', rolled);
    EXECUTE format('CREATE OR REPLACE TRIGGER %1$I_emptied AFTER TRUNCATE ON public.%1$I
      FOR EACH STATEMENT EXECUTE FUNCTION public.monitoring_roll_up()', rolled);
    EXECUTE format('TRUNCATE public.%I', rolled || '_rollup');
  END LOOP;
  EXECUTE public.fal_ai_usage_roll_up_statement('SELECT 1 AS sign, * FROM public.fal_ai_usage');
  EXECUTE public.stripe_webhook_events_roll_up_statement('SELECT 1 AS sign, * FROM public.stripe_webhook_events');
END $$;

-- ── Access ──────────────────────────────────────────────────────────────────
ALTER TABLE public.fal_ai_usage_rollup ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.stripe_webhook_events_rollup ENABLE ROW LEVEL SECURITY;

DO $$
DECLARE
  protected text;
  grantee text;
BEGIN
  FOREACH protected IN ARRAY ARRAY[
    'TABLE public.fal_ai_usage_rollup',
    'TABLE public.stripe_webhook_events_rollup',
    'FUNCTION public.fal_ai_usage_roll_up_statement(text)',
    'FUNCTION public.stripe_webhook_events_roll_up_statement(text)',
    'FUNCTION public.monitoring_roll_up()'
  ] LOOP
    EXECUTE format('REVOKE ALL ON %s FROM PUBLIC', protected);
    FOR grantee IN SELECT rolname FROM pg_roles WHERE rolname IN ('anon', 'authenticated') LOOP
      EXECUTE format('REVOKE ALL ON %s FROM %I', protected, grantee);
    END LOOP;
    FOR grantee IN SELECT rolname FROM pg_roles WHERE rolname = 'service_role' LOOP
      EXECUTE format('GRANT ALL ON %s TO %I', protected, grantee);
    END LOOP;
  END LOOP;
END $$;

-- migrate:down

DO $$
DECLARE
  rolled text;
BEGIN
  FOREACH rolled IN ARRAY ARRAY['fal_ai_usage', 'stripe_webhook_events'] LOOP
    EXECUTE format('DROP TRIGGER IF EXISTS %1$I_added ON public.%1$I', rolled);
    EXECUTE format('DROP TRIGGER IF EXISTS %1$I_changed ON public.%1$I', rolled);
    EXECUTE format('DROP TRIGGER IF EXISTS %1$I_removed ON public.%1$I', rolled);
    EXECUTE format('DROP TRIGGER IF EXISTS %1$I_emptied ON public.%1$I', rolled);
  END LOOP;
END $$;

DROP FUNCTION IF EXISTS public.monitoring_roll_up();
DROP FUNCTION IF EXISTS public.fal_ai_usage_roll_up_statement(text);
DROP FUNCTION IF EXISTS public.stripe_webhook_events_roll_up_statement(text);
DROP TABLE IF EXISTS public.fal_ai_usage_rollup;
DROP TABLE IF EXISTS public.stripe_webhook_events_rollup;
