-- migrate:up

-- How each payment stands, and how many stand how, kept by the statements that change stripe_webhook_events.
-- What a payment is at any moment is read from its events anew, so that neither their order nor a copy matters.

-- `failed_at` and `decline_code` are of the last failure, null unless that came after the last success.
-- `test` are those of Stripe's test mode, `connected` those of another account that is connected to ours.
CREATE TABLE IF NOT EXISTS public.stripe_payments (
  payment_intent text PRIMARY KEY,
  test boolean NOT NULL,
  connected boolean NOT NULL,
  succeeded_at timestamptz,
  failed_at timestamptz,
  decline_code text,
  CHECK (succeeded_at IS NOT NULL OR failed_at IS NOT NULL),
  CHECK ((failed_at IS NULL) = (decline_code IS NULL)),
  CHECK (failed_at > succeeded_at)
) WITH (fillfactor = 80);

-- In a window that starts at S, a payment succeeded if its last success is of S or later, and else failed if its
-- last failure is. So a payment counts 1 at its success, and with a failure after that 1 there and -1 at the success:
-- the sum from S on is right for every S, and payments that are tried again need not be told apart.
CREATE TABLE IF NOT EXISTS public.stripe_payments_rollup (
  minutes smallint NOT NULL,
  bucket timestamptz NOT NULL,
  test boolean NOT NULL,
  connected boolean NOT NULL,
  succeeded boolean NOT NULL,
  decline_code text NOT NULL,
  payments bigint NOT NULL,
  PRIMARY KEY (minutes, bucket, test, connected, succeeded, decline_code)
) WITH (fillfactor = 70);

-- What the check counts is read from this index alone.
CREATE INDEX IF NOT EXISTS stripe_webhook_events_payments
  ON public.stripe_webhook_events (happened_at, id)
  INCLUDE (payment_intent, payment_outcome, decline_code, livemode, account)
  WHERE payment_outcome IS NOT NULL;
CREATE INDEX IF NOT EXISTS stripe_webhook_events_payment
  ON public.stripe_webhook_events (payment_intent)
  WHERE payment_intent IS NOT NULL AND payment_outcome IS NOT NULL;

-- ── Keeping them ────────────────────────────────────────────────────────────
-- The statement that makes stripe_payments right for the payments that meet `condition`.
CREATE OR REPLACE FUNCTION public.stripe_payments_statement(condition text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $function$
  SELECT format($statement$
    MERGE INTO public.stripe_payments AS kept
    USING (
      SELECT payment_intent, test, connected, succeeded_at,
        CASE WHEN failed_at > coalesce(succeeded_at, '-infinity') THEN failed_at END AS failed_at,
        CASE WHEN failed_at > coalesce(succeeded_at, '-infinity') THEN decline_code END AS decline_code
      FROM (
        SELECT
          payment_intent,
          bool_or(livemode IS FALSE) AS test,
          bool_or(account IS NOT NULL) AS connected,
          max(happened_at) FILTER (WHERE payment_outcome = 'succeeded') AS succeeded_at,
          max(happened_at) FILTER (WHERE payment_outcome = 'failed') AS failed_at,
          (array_agg(coalesce(left(decline_code, 60), '') ORDER BY happened_at DESC, id DESC)
            FILTER (WHERE payment_outcome = 'failed'))[1] AS decline_code
        FROM public.stripe_webhook_events
        WHERE payment_intent IS NOT NULL AND payment_outcome IS NOT NULL AND %s
        GROUP BY payment_intent
      ) AS event
    ) AS told ON told.payment_intent = kept.payment_intent
    WHEN NOT MATCHED THEN
      INSERT VALUES (
        told.payment_intent, told.test, told.connected, told.succeeded_at, told.failed_at, told.decline_code
      )
    WHEN MATCHED AND (kept.test, kept.connected, kept.succeeded_at, kept.failed_at, kept.decline_code)
      IS DISTINCT FROM (told.test, told.connected, told.succeeded_at, told.failed_at, told.decline_code) THEN
      UPDATE SET test = told.test, connected = told.connected,
        succeeded_at = told.succeeded_at, failed_at = told.failed_at, decline_code = told.decline_code
  $statement$, condition)
$function$;

-- Writers take turns from here on until they commit: two that bring events of one payment see each other's, and no
-- two wait for each other. A statement that both inserts and updates would else take its sums' locks in two rounds.
-- So this trigger has to be the first one of the table, and triggers run in the order of their names.
CREATE OR REPLACE FUNCTION public.stripe_payments_follow() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET jit = off SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  touched text[];
BEGIN
  PERFORM pg_advisory_xact_lock(TG_RELID::integer, 0);
  IF TG_OP = 'TRUNCATE' THEN
    TRUNCATE public.stripe_payments, public.stripe_payments_rollup;
    RETURN NULL;
  END IF;
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg(DISTINCT payment_intent) INTO touched FROM added WHERE payment_outcome IS NOT NULL;
  ELSIF TG_OP = 'DELETE' THEN
    SELECT array_agg(DISTINCT payment_intent) INTO touched FROM removed WHERE payment_outcome IS NOT NULL;
  ELSE
    SELECT array_agg(DISTINCT payment_intent) INTO touched
    FROM (SELECT * FROM added UNION ALL SELECT * FROM removed) AS changed WHERE payment_outcome IS NOT NULL;
  END IF;
  IF touched IS NULL THEN
    RETURN NULL;
  END IF;
  EXECUTE public.stripe_payments_statement('payment_intent = ANY ($1)') USING touched;
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM public.stripe_payments AS kept
    WHERE payment_intent = ANY (touched) AND NOT EXISTS (
      SELECT FROM public.stripe_webhook_events AS event
      WHERE event.payment_intent = kept.payment_intent AND event.payment_outcome IS NOT NULL
    );
  END IF;
  RETURN NULL;
END $$;

-- Sums that come to nothing go, so that none outlives its payments. A MERGE runs the triggers of all that it may do,
-- and an INSERT with ON CONFLICT those of an update, mostly for no row at all.
CREATE OR REPLACE FUNCTION public.stripe_payments_roll_up() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET jit = off SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  source text := CASE TG_OP
    WHEN 'INSERT' THEN 'SELECT 1 AS sign, * FROM added'
    WHEN 'DELETE' THEN 'SELECT -1 AS sign, * FROM removed'
    ELSE 'SELECT 1 AS sign, * FROM added UNION ALL SELECT -1, * FROM removed'
  END;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NOT EXISTS (SELECT FROM added) THEN RETURN NULL; END IF;
  ELSIF NOT EXISTS (SELECT FROM removed) THEN RETURN NULL;
  END IF;
  EXECUTE format($statement$
    MERGE INTO public.stripe_payments_rollup AS kept
    USING (
      SELECT
        minutes, date_bin(make_interval(mins => minutes), mark.at, 'epoch') AS bucket,
        change.test, change.connected, mark.succeeded, mark.decline_code, sum(change.sign * mark.payments) AS payments
      FROM (%s) AS change
      CROSS JOIN LATERAL (VALUES
        (change.succeeded_at, true, '', 1),
        (change.failed_at, false, change.decline_code, 1),
        (CASE WHEN change.failed_at IS NOT NULL THEN change.succeeded_at END, false, change.decline_code, -1)
      ) AS mark (at, succeeded, decline_code, payments)
      CROSS JOIN (VALUES (5::smallint), (60::smallint)) AS grain (minutes)
      WHERE mark.at IS NOT NULL
      GROUP BY 1, 2, 3, 4, 5, 6
      HAVING sum(change.sign * mark.payments) <> 0
    ) AS delta
      ON kept.minutes = delta.minutes AND kept.bucket = delta.bucket
      AND kept.test = delta.test AND kept.connected = delta.connected
      AND kept.succeeded = delta.succeeded AND kept.decline_code = delta.decline_code
    WHEN NOT MATCHED THEN
      INSERT VALUES (
        delta.minutes, delta.bucket, delta.test, delta.connected, delta.succeeded, delta.decline_code, delta.payments
      )
    WHEN MATCHED AND kept.payments + delta.payments = 0 THEN DELETE
    WHEN MATCHED THEN UPDATE SET payments = kept.payments + delta.payments
  $statement$, source);
  RETURN NULL;
END $$;

LOCK TABLE public.stripe_webhook_events IN SHARE ROW EXCLUSIVE MODE;

CREATE OR REPLACE TRIGGER stripe_payments_added AFTER INSERT ON public.stripe_webhook_events
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.stripe_payments_follow();
CREATE OR REPLACE TRIGGER stripe_payments_changed AFTER UPDATE ON public.stripe_webhook_events
  REFERENCING NEW TABLE AS added OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION public.stripe_payments_follow();
CREATE OR REPLACE TRIGGER stripe_payments_removed AFTER DELETE ON public.stripe_webhook_events
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.stripe_payments_follow();
CREATE OR REPLACE TRIGGER stripe_payments_emptied AFTER TRUNCATE ON public.stripe_webhook_events
  FOR EACH STATEMENT EXECUTE FUNCTION public.stripe_payments_follow();
CREATE OR REPLACE TRIGGER stripe_payments_added AFTER INSERT ON public.stripe_payments
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.stripe_payments_roll_up();
CREATE OR REPLACE TRIGGER stripe_payments_changed AFTER UPDATE ON public.stripe_payments
  REFERENCING NEW TABLE AS added OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION public.stripe_payments_roll_up();
CREATE OR REPLACE TRIGGER stripe_payments_removed AFTER DELETE ON public.stripe_payments
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.stripe_payments_roll_up();

DO $$
BEGIN
  TRUNCATE public.stripe_payments, public.stripe_payments_rollup;
  EXECUTE public.stripe_payments_statement('true');
END $$;

-- ── Reading them ────────────────────────────────────────────────────────────
-- Payments by how they went from `since` until before `until`, each once: any success makes it a success, else the
-- code of its last failure counts. Time is that of the events, not of their arrival. Those of the test mode are in if
-- `with_test` says so, or, if it is null, stripe_test_mode_counts(until); those of connected accounts are apart.
-- Exact for every window; at full five minutes no more than sums are read.
-- Payments that went on after the window (there are none if it ends now) are taken out of the sums and told anew.
-- One plan fits every window; to look for a better one each time takes longer than to read, more so in a large table.
-- A hash table is made as large as the rows that are expected, which are many more than there are.
CREATE OR REPLACE FUNCTION public.stripe_payments_between(
  since timestamptz, until timestamptz, with_test boolean DEFAULT NULL, of_connected boolean DEFAULT false
)
RETURNS TABLE (succeeded boolean, decline_code text, payments bigint)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan SET jit = off SET enable_hashagg = off
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
  WITH mode AS MATERIALIZED (
    SELECT coalesce(with_test, public.stripe_test_mode_counts(until)) AS with_test
  ), range AS MATERIALIZED (
    SELECT * FROM public.monitoring_rollup_ranges(since, until)
  ), later AS MATERIALIZED (
    SELECT DISTINCT event.payment_intent, since AS low, until AS high, -1 AS sign
    FROM public.stripe_webhook_events AS event
    WHERE event.payment_outcome IS NOT NULL AND event.payment_intent IS NOT NULL AND event.happened_at >= until
  ), edge AS MATERIALIZED (
    SELECT DISTINCT event.payment_intent, range.low, range.high, 1 AS sign
    FROM range JOIN public.stripe_webhook_events AS event
      ON range.minutes = 0 AND event.happened_at >= range.low AND event.happened_at < range.high
    WHERE event.payment_outcome IS NOT NULL AND event.payment_intent IS NOT NULL
  ), mark AS (
    SELECT kept.test, kept.connected, mark.succeeded, mark.decline_code, part.sign * mark.payments AS payments
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
      kept.test, kept.connected,
      bool_or(event.payment_outcome = 'succeeded') AS succeeded,
      (array_agg(coalesce(left(event.decline_code, 60), '') ORDER BY event.happened_at DESC, event.id DESC))[1] AS code
    FROM later
    JOIN public.stripe_payments AS kept ON kept.payment_intent = later.payment_intent
    JOIN public.stripe_webhook_events AS event
      ON event.payment_intent = later.payment_intent AND event.payment_outcome IS NOT NULL
    WHERE event.happened_at >= since AND event.happened_at < until
    GROUP BY event.payment_intent, kept.test, kept.connected
  ), part AS (
    SELECT rolled.test, rolled.connected, rolled.succeeded, rolled.decline_code, rolled.payments
    FROM range JOIN public.stripe_payments_rollup AS rolled
      ON rolled.minutes = range.minutes AND rolled.bucket >= range.low AND rolled.bucket < range.high
    UNION ALL SELECT mark.* FROM mark
    UNION ALL
    SELECT told.test, told.connected, told.succeeded, CASE WHEN told.succeeded THEN '' ELSE told.code END, 1 FROM told
  )
  SELECT part.succeeded, part.decline_code, sum(part.payments)::bigint
  FROM part
  WHERE part.connected = of_connected AND (NOT part.test OR (SELECT mode.with_test FROM mode))
  GROUP BY 1, 2
  HAVING sum(part.payments) <> 0
$$;

SELECT public.monitoring_protect(
  'TABLE public.stripe_payments',
  'TABLE public.stripe_payments_rollup',
  'FUNCTION public.stripe_payments_statement(text)',
  'FUNCTION public.stripe_payments_follow()',
  'FUNCTION public.stripe_payments_roll_up()',
  'FUNCTION public.stripe_payments_between(timestamptz, timestamptz, boolean, boolean)'
);

-- migrate:down

DROP FUNCTION IF EXISTS public.stripe_payments_between(timestamptz, timestamptz, boolean, boolean);
DROP TRIGGER IF EXISTS stripe_payments_added ON public.stripe_webhook_events;
DROP TRIGGER IF EXISTS stripe_payments_changed ON public.stripe_webhook_events;
DROP TRIGGER IF EXISTS stripe_payments_removed ON public.stripe_webhook_events;
DROP TRIGGER IF EXISTS stripe_payments_emptied ON public.stripe_webhook_events;
DROP TABLE IF EXISTS public.stripe_payments;
DROP TABLE IF EXISTS public.stripe_payments_rollup;
DROP FUNCTION IF EXISTS public.stripe_payments_follow();
DROP FUNCTION IF EXISTS public.stripe_payments_roll_up();
DROP FUNCTION IF EXISTS public.stripe_payments_statement(text);
DROP INDEX IF EXISTS public.stripe_webhook_events_payment;
DROP INDEX IF EXISTS public.stripe_webhook_events_payments;
