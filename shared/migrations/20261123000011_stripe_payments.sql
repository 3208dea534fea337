-- migrate:up

-- What the payment rule needs of a payment event, and nothing that tells who paid. All null for other events.
-- `amount` is in the currency's smallest unit. `decline_code` is Stripe's decline code or, without one, its error code.
ALTER TABLE public.stripe_webhook_events
  ADD COLUMN IF NOT EXISTS payment_intent text,
  ADD COLUMN IF NOT EXISTS payment_outcome text,
  ADD COLUMN IF NOT EXISTS decline_code text,
  ADD COLUMN IF NOT EXISTS amount bigint,
  ADD COLUMN IF NOT EXISTS currency text,
  DROP CONSTRAINT IF EXISTS stripe_webhook_events_payment_outcome_check,
  ADD CONSTRAINT stripe_webhook_events_payment_outcome_check CHECK (payment_outcome IN ('succeeded', 'failed'));

-- What the check counts is read from the index alone; failures are few among many.
CREATE INDEX IF NOT EXISTS stripe_webhook_events_payments
  ON public.stripe_webhook_events (created_at, id) INCLUDE (payment_intent, payment_outcome, decline_code)
  WHERE payment_outcome IS NOT NULL;
CREATE INDEX IF NOT EXISTS stripe_webhook_events_handled
  ON public.stripe_webhook_events (created_at, id) INCLUDE (status)
  WHERE processing_time IS NOT NULL OR status = 'failed';
CREATE INDEX IF NOT EXISTS stripe_webhook_events_failed
  ON public.stripe_webhook_events (created_at, id) WHERE status = 'failed';

-- migrate:down

-- The columns stay, with what they tell of payments; older writers leave them out.
DROP INDEX IF EXISTS public.stripe_webhook_events_failed;
DROP INDEX IF EXISTS public.stripe_webhook_events_handled;
DROP INDEX IF EXISTS public.stripe_webhook_events_payments;
