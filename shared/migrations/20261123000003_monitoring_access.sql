-- migrate:up

-- Access is for the owner and, on Supabase, the service role; nobody gets in through the public API.
-- Row level security without a policy lets neither anon nor authenticated see a row, even if somebody
-- grants them the table again; the owner and the service role pass it by.
ALTER TABLE public.monitoring_alerts ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.fal_ai_usage ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.stripe_webhook_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.system_health_metrics ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.monitoring_rule_states ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.monitoring_alert_transitions ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.monitoring_deliveries ENABLE ROW LEVEL SECURITY;
ALTER TABLE IF EXISTS public.monitoring_schema_migrations ENABLE ROW LEVEL SECURITY;

DO $$
DECLARE
  protected text;
  grantee text;
  old_policy record;
BEGIN
  -- An earlier installation's policies call auth.role(), which is null on a direct connection.
  FOR old_policy IN
    SELECT tablename, policyname FROM pg_policies
    WHERE schemaname = 'public' AND tablename IN (
      'monitoring_alerts', 'fal_ai_usage', 'stripe_webhook_events', 'system_health_metrics'
    )
  LOOP
    EXECUTE format('DROP POLICY %I ON public.%I', old_policy.policyname, old_policy.tablename);
  END LOOP;

  FOREACH protected IN ARRAY ARRAY[
    'TABLE public.monitoring_alerts',
    'TABLE public.fal_ai_usage',
    'TABLE public.stripe_webhook_events',
    'TABLE public.system_health_metrics',
    'TABLE public.monitoring_rule_states',
    'TABLE public.monitoring_alert_transitions',
    'TABLE public.monitoring_deliveries',
    'FUNCTION public.get_connection_stats()',
    'FUNCTION public.get_daily_fal_usage(date, text)',
    'FUNCTION public.get_stripe_webhook_health(integer)',
    'FUNCTION public.cleanup_monitoring_data()',
    'FUNCTION public.monitoring_alerts_fill_in()'
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

-- Nothing is opened again: an earlier installation's tables were readable through the public API.
