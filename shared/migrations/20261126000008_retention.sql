-- migrate:up

-- What is too old, and goes.

-- Deletes at most `batch` rows of each table (null: all of them) that are too old, and answers how many those were.
-- Sums go once there is nothing left that they would be of. Alerts that are not resolved are never too old.
CREATE OR REPLACE FUNCTION public.cleanup_monitoring_batch(batch integer)
RETURNS TABLE (table_name text, deleted bigint)
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
  WITH alerts AS (
    DELETE FROM public.monitoring_alerts WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM public.monitoring_alerts
      WHERE resolved AND resolved_at < now() - interval '30 days' ORDER BY resolved_at LIMIT batch
    )) RETURNING 1
  ), metrics AS (
    DELETE FROM public.system_health_metrics WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM public.system_health_metrics
      WHERE created_at < now() - interval '30 days' ORDER BY created_at LIMIT batch
    )) RETURNING 1
  ), usage AS (
    DELETE FROM public.fal_ai_usage WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM public.fal_ai_usage
      WHERE created_at < now() - interval '90 days' ORDER BY created_at LIMIT batch
    )) RETURNING 1
  ), events AS (
    DELETE FROM public.stripe_webhook_events WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM public.stripe_webhook_events
      WHERE created_at < now() - interval '90 days' ORDER BY created_at LIMIT batch
    )) RETURNING 1
  ), deliveries AS (
    DELETE FROM public.monitoring_deliveries WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM public.monitoring_deliveries
      WHERE attempted_at < now() - interval '90 days' ORDER BY attempted_at LIMIT batch
    )) RETURNING 1
  ), refusals AS (
    DELETE FROM public.stripe_signature_failures WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM public.stripe_signature_failures
      WHERE minute < now() - interval '90 days' ORDER BY minute LIMIT batch
    )) RETURNING 1
  ), usage_sums AS (
    DELETE FROM public.fal_ai_usage_rollup WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM public.fal_ai_usage_rollup
      WHERE minutes IN (5, 60) AND bucket < now() - interval '90 days' AND requests = 0 LIMIT batch
    )) RETURNING 1
  ), usage_slots AS (
    DELETE FROM public.fal_ai_usage_slots WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM public.fal_ai_usage_slots
      WHERE slot < now() - interval '90 days' AND requests = 0 ORDER BY slot LIMIT batch
    )) RETURNING 1
  ), unsettled AS (
    DELETE FROM public.monitoring_unsettled_deliveries WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM public.monitoring_unsettled_deliveries
      WHERE noted_at < now() - interval '2 days' LIMIT batch
    )) RETURNING 1
  ), event_sums AS (
    DELETE FROM public.stripe_webhook_events_rollup WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM public.stripe_webhook_events_rollup
      WHERE minutes IN (5, 60) AND bucket < now() - interval '90 days' AND events = 0 LIMIT batch
    )) RETURNING 1
  ), health_sums AS (
    DELETE FROM public.system_health_hours WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM public.system_health_hours
      WHERE hour < now() - interval '100 days' ORDER BY hour LIMIT batch
    )) RETURNING 1
  )
  SELECT 'monitoring_alerts', count(*) FROM alerts
  UNION ALL SELECT 'system_health_metrics', count(*) FROM metrics
  UNION ALL SELECT 'fal_ai_usage', count(*) FROM usage
  UNION ALL SELECT 'stripe_webhook_events', count(*) FROM events
  UNION ALL SELECT 'monitoring_deliveries', count(*) FROM deliveries
  UNION ALL SELECT 'stripe_signature_failures', count(*) FROM refusals
  UNION ALL SELECT 'fal_ai_usage_rollup', count(*) FROM usage_sums
  UNION ALL SELECT 'fal_ai_usage_slots', count(*) FROM usage_slots
  UNION ALL SELECT 'monitoring_unsettled_deliveries', count(*) FROM unsettled
  UNION ALL SELECT 'stripe_webhook_events_rollup', count(*) FROM event_sums
  UNION ALL SELECT 'system_health_hours', count(*) FROM health_sums
$$;

-- All at once, for whoever calls it by hand.
CREATE OR REPLACE FUNCTION public.cleanup_monitoring_data()
RETURNS TABLE (table_name text, deleted bigint)
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
  SELECT table_name, deleted FROM public.cleanup_monitoring_batch(NULL)
$$;

SELECT public.monitoring_protect(
  'FUNCTION public.cleanup_monitoring_batch(integer)',
  'FUNCTION public.cleanup_monitoring_data()'
);

-- migrate:down

DROP FUNCTION IF EXISTS public.cleanup_monitoring_data();
DROP FUNCTION IF EXISTS public.cleanup_monitoring_batch(integer);
