-- migrate:up

-- Reading the sums that 20261123000021 keeps.

-- The ranges that a half-open window falls into: `minutes` is the grain to read, 0 for the table itself.
CREATE OR REPLACE FUNCTION public.monitoring_rollup_ranges(since timestamptz, until timestamptz)
RETURNS TABLE (minutes smallint, low timestamptz, high timestamptz)
LANGUAGE sql IMMUTABLE ROWS 5 SET search_path = pg_catalog, pg_temp AS $$
  WITH bounds AS (
    SELECT
      date_bin('5 minutes', since + interval '5 minutes' - interval '1 microsecond', 'epoch') AS first_five,
      date_bin('5 minutes', until, 'epoch') AS last_five,
      date_bin('1 hour', since + interval '1 hour' - interval '1 microsecond', 'epoch') AS first_hour,
      date_bin('1 hour', until, 'epoch') AS last_hour
  )
  SELECT range.* FROM bounds CROSS JOIN LATERAL (VALUES
    (60::smallint, first_hour, last_hour),
    (5::smallint, first_five, least(first_hour, last_five)),
    (5::smallint, greatest(last_hour, first_five, least(first_hour, last_five)), last_five),
    (0::smallint, since, least(first_five, until)),
    (0::smallint, greatest(last_five, first_five), until)
  ) AS range (minutes, low, high)
  WHERE range.low < range.high
$$;

-- What fal.ai was used for from `since` until before `until`, by endpoint. `response_time` is the sum, in ms;
-- `unpriced` are successes without a cost, `unusable` have one that can't be summed.
-- How little of the tables is read is not seen when the question is planned, hence the settings.
CREATE OR REPLACE FUNCTION public.fal_ai_usage_between(since timestamptz, until timestamptz)
RETURNS TABLE (
  endpoint text, requests bigint, failed bigint, unpriced bigint, unusable bigint, cost numeric, response_time numeric
)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
SET jit = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
  SELECT
    part.endpoint, sum(part.requests)::bigint, sum(part.failed)::bigint, sum(part.unpriced)::bigint,
    sum(part.unusable)::bigint, sum(part.cost), sum(part.response_time)
  FROM (
    SELECT rolled.endpoint, rolled.requests, rolled.failed, rolled.unpriced, rolled.unusable,
      rolled.cost, rolled.response_time
    FROM public.monitoring_rollup_ranges(since, until) AS range
    JOIN public.fal_ai_usage_rollup AS rolled
      ON rolled.minutes = range.minutes AND rolled.bucket >= range.low AND rolled.bucket < range.high
    UNION ALL
    SELECT usage.endpoint, 1, (usage.status = 'error')::integer,
      (usage.status = 'success' AND usage.cost IS NULL)::integer,
      coalesce(NOT (usage.cost >= 0 AND usage.cost < 'Infinity'), false)::integer,
      CASE WHEN usage.cost >= 0 AND usage.cost < 'Infinity' THEN usage.cost ELSE 0 END,
      CASE WHEN usage.response_time >= 0 AND usage.response_time < 'Infinity'
        THEN usage.response_time::numeric ELSE 0 END
    FROM public.monitoring_rollup_ranges(since, until) AS range
    JOIN public.fal_ai_usage AS usage
      ON range.minutes = 0 AND usage.created_at >= range.low AND usage.created_at < range.high
  ) AS part
  GROUP BY part.endpoint
  HAVING sum(part.requests) > 0
$$;

-- One row: the events from `since` until before `until`. Of `seen` ones only the delivery is known. `timed` are those
-- whose processing time is known, `processing_time` is the sum of theirs, in ms.
CREATE OR REPLACE FUNCTION public.stripe_webhook_events_between(since timestamptz, until timestamptz)
RETURNS TABLE (events bigint, failed bigint, seen bigint, timed bigint, processing_time numeric)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
SET jit = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
  SELECT
    coalesce(sum(part.events), 0)::bigint, coalesce(sum(part.failed), 0)::bigint,
    coalesce(sum(part.seen), 0)::bigint, coalesce(sum(part.timed), 0)::bigint, coalesce(sum(part.processing_time), 0)
  FROM (
    SELECT rolled.events, rolled.failed, rolled.seen, rolled.timed, rolled.processing_time
    FROM public.monitoring_rollup_ranges(since, until) AS range
    JOIN public.stripe_webhook_events_rollup AS rolled
      ON rolled.minutes = range.minutes AND rolled.bucket >= range.low AND rolled.bucket < range.high
    UNION ALL
    SELECT 1, (event.status = 'failed')::integer,
      (event.status = 'success' AND event.processing_time IS NULL)::integer,
      coalesce(event.processing_time >= 0 AND event.processing_time < 'Infinity', false)::integer,
      CASE WHEN event.processing_time >= 0 AND event.processing_time < 'Infinity'
        THEN event.processing_time::numeric ELSE 0 END
    FROM public.monitoring_rollup_ranges(since, until) AS range
    JOIN public.stripe_webhook_events AS event
      ON range.minutes = 0 AND event.created_at >= range.low AND event.created_at < range.high
  ) AS part
$$;

-- The seed's functions, over the sums.
CREATE OR REPLACE FUNCTION public.get_daily_fal_usage(target_date date DEFAULT NULL, time_zone text DEFAULT 'UTC')
RETURNS TABLE (
  total_requests bigint, successful_requests bigint, failed_requests bigint,
  total_cost numeric, avg_response_time numeric, error_rate numeric
)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  WITH days AS (
    SELECT coalesce(target_date, (now() AT TIME ZONE time_zone)::date) AS day
  )
  SELECT
    coalesce(sum(requests), 0)::bigint,
    coalesce(sum(requests - failed), 0)::bigint,
    coalesce(sum(failed), 0)::bigint,
    coalesce(sum(cost), 0),
    round(sum(response_time) / nullif(sum(requests), 0), 2),
    round(100.0 * sum(failed) / nullif(sum(requests), 0), 2)
  FROM days CROSS JOIN LATERAL public.fal_ai_usage_between(
    day::timestamp AT TIME ZONE time_zone, (day + 1)::timestamp AT TIME ZONE time_zone
  )
$$;

CREATE OR REPLACE FUNCTION public.get_stripe_webhook_health(hours_back integer DEFAULT 24)
RETURNS TABLE (
  total_webhooks bigint, successful_webhooks bigint, failed_webhooks bigint,
  success_rate numeric, avg_processing_time numeric, last_webhook_time timestamptz
)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  WITH bounds AS (
    SELECT now() - make_interval(hours => hours_back) AS since
  ), newest AS (
    SELECT max(created_at) AS at FROM public.stripe_webhook_events
  )
  SELECT
    events, events - failed, failed,
    round(100.0 * (events - failed) / nullif(events, 0), 2),
    round(processing_time / nullif(timed, 0), 2),
    CASE WHEN newest.at >= since THEN newest.at END
  FROM bounds, newest, public.stripe_webhook_events_between(
    since, greatest(now(), newest.at) + interval '1 microsecond'
  )
$$;

-- ── Access ──────────────────────────────────────────────────────────────────
DO $$
DECLARE
  protected text;
  grantee text;
BEGIN
  FOREACH protected IN ARRAY ARRAY[
    'FUNCTION public.monitoring_rollup_ranges(timestamptz, timestamptz)',
    'FUNCTION public.fal_ai_usage_between(timestamptz, timestamptz)',
    'FUNCTION public.stripe_webhook_events_between(timestamptz, timestamptz)'
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

-- Back to reading the tables themselves.
CREATE OR REPLACE FUNCTION public.get_daily_fal_usage(target_date date DEFAULT NULL, time_zone text DEFAULT 'UTC')
RETURNS TABLE (
  total_requests bigint, successful_requests bigint, failed_requests bigint,
  total_cost numeric, avg_response_time numeric, error_rate numeric
)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  WITH days AS (
    SELECT coalesce(target_date, (now() AT TIME ZONE time_zone)::date) AS day
  )
  SELECT
    count(*),
    count(*) FILTER (WHERE status = 'success'),
    count(*) FILTER (WHERE status = 'error'),
    coalesce(sum(cost), 0),
    round(avg(response_time)::numeric, 2),
    round(100.0 * count(*) FILTER (WHERE status = 'error') / nullif(count(*), 0), 2)
  FROM public.fal_ai_usage
  WHERE created_at >= (SELECT day::timestamp AT TIME ZONE time_zone FROM days)
    AND created_at < (SELECT (day + 1)::timestamp AT TIME ZONE time_zone FROM days)
$$;

CREATE OR REPLACE FUNCTION public.get_stripe_webhook_health(hours_back integer DEFAULT 24)
RETURNS TABLE (
  total_webhooks bigint, successful_webhooks bigint, failed_webhooks bigint,
  success_rate numeric, avg_processing_time numeric, last_webhook_time timestamptz
)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT
    count(*),
    count(*) FILTER (WHERE status = 'success'),
    count(*) FILTER (WHERE status = 'failed'),
    round(100.0 * count(*) FILTER (WHERE status = 'success') / nullif(count(*), 0), 2),
    round(avg(processing_time)::numeric, 2),
    max(created_at)
  FROM public.stripe_webhook_events
  WHERE created_at >= now() - make_interval(hours => hours_back)
$$;

DROP FUNCTION IF EXISTS public.fal_ai_usage_between(timestamptz, timestamptz);
DROP FUNCTION IF EXISTS public.stripe_webhook_events_between(timestamptz, timestamptz);
DROP FUNCTION IF EXISTS public.monitoring_rollup_ranges(timestamptz, timestamptz);
