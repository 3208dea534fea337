-- migrate:up

-- An INSERT with ON CONFLICT runs the triggers of an update too, mostly for no row at all.
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
  IF TG_OP = 'INSERT' THEN
    IF NOT EXISTS (SELECT FROM added) THEN RETURN NULL; END IF;
  ELSIF TG_OP IN ('UPDATE', 'DELETE') THEN
    IF NOT EXISTS (SELECT FROM removed) THEN RETURN NULL; END IF;
  END IF;
  CASE
    WHEN TG_OP = 'TRUNCATE' THEN EXECUTE format('TRUNCATE public.%I', TG_TABLE_NAME || '_rollup');
    WHEN TG_TABLE_NAME = 'fal_ai_usage' THEN EXECUTE public.fal_ai_usage_roll_up_statement(source);
    ELSE EXECUTE public.stripe_webhook_events_roll_up_statement(source);
  END CASE;
  RETURN NULL;
END $$;

-- One plan fits every window. To look for a better one at each call took longer than to read the sums, and more so in
-- a large table, whose statistics are longer.
ALTER FUNCTION public.stripe_webhook_events_between(timestamptz, timestamptz)
  SET plan_cache_mode = force_generic_plan;

-- migrate:down

ALTER FUNCTION public.stripe_webhook_events_between(timestamptz, timestamptz) RESET plan_cache_mode;

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
