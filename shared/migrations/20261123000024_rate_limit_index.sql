-- migrate:up

-- Few calls tell how many are left; without this the check reads a day of those that don't to find the last that does.
CREATE INDEX IF NOT EXISTS fal_ai_usage_rate_limit
  ON public.fal_ai_usage (created_at, id) INCLUDE (rate_limit_remaining) WHERE rate_limit_remaining IS NOT NULL;

-- migrate:down

DROP INDEX IF EXISTS public.fal_ai_usage_rate_limit;
