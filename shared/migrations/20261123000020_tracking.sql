-- migrate:up

-- Null where only the delivery was seen and the shop has not told how it dealt with it.
ALTER TABLE public.stripe_webhook_events ALTER COLUMN processing_time DROP NOT NULL;

-- How many deliveries with a bad signature were refused. A source (one Lambda environment) counts for itself and
-- keeps telling its count so far, so the highest one stands, and a copy changes nothing.
CREATE TABLE IF NOT EXISTS public.stripe_signature_failures (
  minute timestamptz NOT NULL,
  source text NOT NULL,
  reason text NOT NULL CHECK (reason IN ('missing', 'malformed', 'stale', 'mismatch')),
  failures integer NOT NULL CHECK (failures > 0),
  PRIMARY KEY (minute, source, reason)
);

ALTER TABLE public.stripe_signature_failures ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON public.stripe_signature_failures FROM PUBLIC;

DO $$
DECLARE
  grantee text;
BEGIN
  FOR grantee IN SELECT rolname FROM pg_roles WHERE rolname IN ('anon', 'authenticated') LOOP
    EXECUTE format('REVOKE ALL ON public.stripe_signature_failures FROM %I', grantee);
  END LOOP;
  FOR grantee IN SELECT rolname FROM pg_roles WHERE rolname = 'service_role' LOOP
    EXECUTE format('GRANT ALL ON public.stripe_signature_failures TO %I', grantee);
  END LOOP;
END $$;

-- migrate:down

DROP TABLE IF EXISTS public.stripe_signature_failures;
