-- migrate:up

-- An earlier installation's functions answer other columns, so they can't be replaced in place.
DROP FUNCTION IF EXISTS public.get_connection_stats();
DROP FUNCTION IF EXISTS public.get_daily_fal_usage(date);
DROP FUNCTION IF EXISTS public.get_daily_fal_usage(date, text);
DROP FUNCTION IF EXISTS public.get_stripe_webhook_health(integer);
DROP FUNCTION IF EXISTS public.cleanup_monitoring_data();

-- Every client connection holds a slot, idle ones too; those reserved for superusers and the like are no
-- use to the shop. Runs as its owner, who may see other users' sessions. If not even the owner may, the
-- number of backends, which anybody can read, stands in (it errs upwards), and the active queries are unknown.
CREATE FUNCTION public.get_connection_stats()
RETURNS TABLE (
  active_connections integer, max_connections integer, active_queries integer,
  connection_utilization numeric, usable_connections integer
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH sight AS (
    SELECT pg_has_role(current_user, 'pg_read_all_stats', 'USAGE') AS is_full
  ), sessions AS (
    SELECT
      count(*) AS visible,
      count(*) FILTER (WHERE state = 'active' AND pid <> pg_backend_pid()) AS active
    FROM pg_stat_activity WHERE backend_type = 'client backend'
  ), slots AS (
    SELECT
      current_setting('max_connections')::integer AS total,
      current_setting('max_connections')::integer
        - current_setting('superuser_reserved_connections')::integer
        - coalesce(current_setting('reserved_connections', true)::integer, 0) AS usable
  ), used AS (
    SELECT CASE WHEN is_full THEN visible ELSE (SELECT sum(numbackends)::bigint FROM pg_stat_database) END AS total
    FROM sight, sessions
  )
  SELECT
    used.total::integer,
    slots.total,
    CASE WHEN sight.is_full THEN sessions.active END::integer,
    round(100.0 * used.total / slots.usable, 2),
    slots.usable
  FROM used, slots, sight, sessions
$$;

-- `target_date` is a day of `time_zone`, today if it is null. A rate or average of no requests is null, not 0.
CREATE FUNCTION public.get_daily_fal_usage(target_date date DEFAULT NULL, time_zone text DEFAULT 'UTC')
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

CREATE FUNCTION public.get_stripe_webhook_health(hours_back integer DEFAULT 24)
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

-- One row per table: what was too old and is gone now. Alerts that are not resolved are never too old.
CREATE FUNCTION public.cleanup_monitoring_data()
RETURNS TABLE (table_name text, deleted bigint)
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
  WITH alerts AS (
    DELETE FROM public.monitoring_alerts
    WHERE resolved AND resolved_at < now() - interval '30 days' RETURNING 1
  ), metrics AS (
    DELETE FROM public.system_health_metrics WHERE created_at < now() - interval '30 days' RETURNING 1
  ), usage AS (
    DELETE FROM public.fal_ai_usage WHERE created_at < now() - interval '90 days' RETURNING 1
  ), events AS (
    DELETE FROM public.stripe_webhook_events WHERE created_at < now() - interval '90 days' RETURNING 1
  ), deliveries AS (
    DELETE FROM public.monitoring_deliveries WHERE attempted_at < now() - interval '90 days' RETURNING 1
  )
  SELECT 'monitoring_alerts', count(*) FROM alerts
  UNION ALL SELECT 'system_health_metrics', count(*) FROM metrics
  UNION ALL SELECT 'fal_ai_usage', count(*) FROM usage
  UNION ALL SELECT 'stripe_webhook_events', count(*) FROM events
  UNION ALL SELECT 'monitoring_deliveries', count(*) FROM deliveries
$$;

-- migrate:down

DROP FUNCTION IF EXISTS public.get_connection_stats();
DROP FUNCTION IF EXISTS public.get_daily_fal_usage(date, text);
DROP FUNCTION IF EXISTS public.get_stripe_webhook_health(integer);
DROP FUNCTION IF EXISTS public.cleanup_monitoring_data();
