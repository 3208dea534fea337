-- migrate:up

-- One plan fits every window. To look for a better one at each call took longer than to read the sums, and more so in
-- a large table, whose statistics are longer.
ALTER FUNCTION public.stripe_webhook_events_between(timestamptz, timestamptz)
  SET plan_cache_mode = force_generic_plan;

-- migrate:down

ALTER FUNCTION public.stripe_webhook_events_between(timestamptz, timestamptz) RESET plan_cache_mode;
