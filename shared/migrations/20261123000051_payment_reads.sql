-- migrate:up

-- Payments by how they went from `since` until before `until`, each once: any success makes it a success, else the
-- code of its last failure counts. Exact for every window; at full five minutes no more than sums are read.
-- Payments that went on after the window (there are none if it ends now) are taken out of the sums and told anew.
-- One plan fits every window; to look for a better one each time takes longer than to read, more so in a large table.
-- A hash table is made as large as the rows that are expected, which are many more than there are.
CREATE OR REPLACE FUNCTION public.stripe_payments_between(since timestamptz, until timestamptz)
RETURNS TABLE (succeeded boolean, decline_code text, payments bigint)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan SET jit = off SET enable_hashagg = off
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
  WITH range AS MATERIALIZED (
    SELECT * FROM public.monitoring_rollup_ranges(since, until)
  ), later AS MATERIALIZED (
    SELECT DISTINCT event.payment_intent, since AS low, until AS high, -1 AS sign
    FROM public.stripe_webhook_events AS event
    WHERE event.payment_outcome IS NOT NULL AND event.payment_intent IS NOT NULL AND event.created_at >= until
  ), edge AS MATERIALIZED (
    SELECT DISTINCT event.payment_intent, range.low, range.high, 1 AS sign
    FROM range JOIN public.stripe_webhook_events AS event
      ON range.minutes = 0 AND event.created_at >= range.low AND event.created_at < range.high
    WHERE event.payment_outcome IS NOT NULL AND event.payment_intent IS NOT NULL
  ), mark AS (
    SELECT mark.succeeded, mark.decline_code, part.sign * mark.payments AS payments
    FROM (SELECT * FROM later UNION ALL SELECT * FROM edge) AS part
    JOIN public.stripe_payments AS kept ON kept.payment_intent = part.payment_intent
    CROSS JOIN LATERAL (VALUES
      (kept.succeeded_at, true, '', 1),
      (kept.failed_at, false, kept.decline_code, 1),
      (CASE WHEN kept.failed_at IS NOT NULL THEN kept.succeeded_at END, false, kept.decline_code, -1)
    ) AS mark (at, succeeded, decline_code, payments)
    WHERE mark.at >= part.low AND mark.at < part.high
  ), told AS (
    SELECT
      bool_or(event.payment_outcome = 'succeeded') AS succeeded,
      (array_agg(coalesce(left(event.decline_code, 60), '') ORDER BY event.created_at DESC, event.id DESC))[1] AS code
    FROM later JOIN public.stripe_webhook_events AS event
      ON event.payment_intent = later.payment_intent AND event.payment_outcome IS NOT NULL
    WHERE event.created_at >= since AND event.created_at < until
    GROUP BY event.payment_intent
  ), part AS (
    SELECT rolled.succeeded, rolled.decline_code, rolled.payments
    FROM range JOIN public.stripe_payments_rollup AS rolled
      ON rolled.minutes = range.minutes AND rolled.bucket >= range.low AND rolled.bucket < range.high
    UNION ALL SELECT mark.* FROM mark
    UNION ALL SELECT told.succeeded, CASE WHEN told.succeeded THEN '' ELSE told.code END, 1 FROM told
  )
  SELECT part.succeeded, part.decline_code, sum(part.payments)::bigint
  FROM part
  GROUP BY 1, 2
  HAVING sum(part.payments) <> 0
$$;

-- ── Access ──────────────────────────────────────────────────────────────────
DO $$
DECLARE
  grantee text;
BEGIN
  REVOKE ALL ON FUNCTION public.stripe_payments_between(timestamptz, timestamptz) FROM PUBLIC;
  FOR grantee IN SELECT rolname FROM pg_roles WHERE rolname IN ('anon', 'authenticated') LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION public.stripe_payments_between(timestamptz, timestamptz) FROM %I', grantee);
  END LOOP;
  FOR grantee IN SELECT rolname FROM pg_roles WHERE rolname = 'service_role' LOOP
    EXECUTE format('GRANT ALL ON FUNCTION public.stripe_payments_between(timestamptz, timestamptz) TO %I', grantee);
  END LOOP;
END $$;

-- migrate:down

DROP FUNCTION IF EXISTS public.stripe_payments_between(timestamptz, timestamptz);
