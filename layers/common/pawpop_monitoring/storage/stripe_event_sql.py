"""The statements that read stripe_webhook_events; parameters are `now`, `until` (a little later) and `zone`.

Windows are half-open and counted in SQL. Whatever has no natural bound in time has one in rows, behind an index.
The last hours begin at a full five minutes, so that they are read from sums alone: they are up to five minutes longer
than their name, and cost the same however many events a shop has.
"""

from pawpop_monitoring.domain.looked_back import LOOKED_BACK
from pawpop_monitoring.storage.recording_gaps import RECORDING, RETURNED

_MINUTES = ", ".join(str(round(length.total_seconds() / 60)) for length in LOOKED_BACK).encode()

# Sums are read of the last quarter of an hour, and in steps behind it.
_STEP = (
    b"""step AS (
  SELECT
    minutes,
    date_bin('5 minutes', %(now)s::timestamptz - make_interval(mins => minutes), 'epoch') AS since,
    date_bin('5 minutes', %(now)s::timestamptz - make_interval(mins => shorter), 'epoch') AS until
  FROM (
    SELECT minutes, lag(minutes) OVER (ORDER BY minutes) AS shorter
    FROM unnest(ARRAY["""
    + _MINUTES
    + b"""]) AS looked_back (minutes)
  ) AS lengths
  WHERE shorter IS NOT NULL
)"""
)

# A success without a processing time: only the delivery was seen, and how the shop dealt with it
# is not known. It neither counts nor ends a row of failures. (The condition is worded as the index is.)
# Where the last success is and how many failures followed it is found by the sums, since an outage leaves many.
DELIVERIES = (
    b"""
WITH mode AS MATERIALIZED (
  SELECT stripe_test_mode_counts(%(until)s) AS with_test
), """
    + _STEP
    + b""", success_range AS (
  SELECT date_bin('5 minutes', %(until)s::timestamptz, 'epoch') AS low, %(until)s::timestamptz AS high
  UNION ALL
  SELECT bucket, bucket + interval '5 minutes' FROM (
    SELECT bucket FROM stripe_webhook_events_rollup
    WHERE minutes = 5 AND events - failed - seen > 0 AND (NOT test OR (SELECT with_test FROM mode))
      AND bucket >= %(now)s::timestamptz - interval '28 days 5 minutes'
      AND bucket < date_bin('5 minutes', %(until)s::timestamptz, 'epoch')
    ORDER BY bucket DESC LIMIT 1
  ) AS latest
), last_success AS (
  SELECT success.created_at, success.id
  FROM success_range CROSS JOIN LATERAL (
    SELECT created_at, id FROM stripe_webhook_events
    WHERE status = 'success' AND (processing_time IS NOT NULL OR status = 'failed')
      AND (livemode IS NOT FALSE OR (SELECT with_test FROM mode))
      AND created_at >= success_range.low AND created_at < success_range.high
    ORDER BY created_at DESC, id DESC LIMIT 1
  ) AS success
  ORDER BY created_at DESC LIMIT 1
), first_failure AS (
  SELECT created_at, id FROM stripe_webhook_events
  WHERE status = 'failed' AND created_at < %(until)s AND created_at >= %(now)s - interval '28 days'
    AND (livemode IS NOT FALSE OR (SELECT with_test FROM mode))
    AND (created_at, id) > (
      coalesce((SELECT created_at FROM last_success), '-infinity'), coalesce((SELECT id FROM last_success), 0)
    )
  ORDER BY created_at, id LIMIT 1
), run AS (
  SELECT coalesce(sum(since.failed - earlier.failed), 0)::bigint AS failed_in_a_row, min(created_at) AS failing_since
  FROM first_failure
  CROSS JOIN LATERAL stripe_webhook_events_between(
    first_failure.created_at, %(until)s, (SELECT with_test FROM mode)
  ) AS since
  CROSS JOIN LATERAL (
    SELECT count(*) AS failed FROM stripe_webhook_events
    WHERE status = 'failed' AND created_at = first_failure.created_at AND id < first_failure.id
      AND (livemode IS NOT FALSE OR (SELECT with_test FROM mode))
  ) AS earlier
), newest AS (
  SELECT
    count(*) FILTER (WHERE place <= 20) AS newest_total,
    count(*) FILTER (WHERE place <= 20 AND failed) AS newest_failed,
    coalesce(array_agg(failed ORDER BY place), '{}') AS latest,
    coalesce(array_agg(created_at ORDER BY place) FILTER (WHERE failed), '{}') AS failures_at
  FROM (
    SELECT created_at, status = 'failed' AS failed, row_number() OVER (ORDER BY created_at DESC, id DESC) AS place
    FROM stripe_webhook_events
    WHERE (processing_time IS NOT NULL OR status = 'failed')
      AND created_at < %(until)s AND created_at >= %(now)s - interval '28 days'
      AND (livemode IS NOT FALSE OR (SELECT with_test FROM mode))
    ORDER BY created_at DESC, id DESC LIMIT 200
  ) AS latest
), by_type AS (
  SELECT event_type, array_agg(failed ORDER BY place) AS latest
  FROM (
    SELECT
      left(event_type, 100) AS event_type, status = 'failed' AS failed,
      row_number() OVER (PARTITION BY left(event_type, 100) ORDER BY created_at DESC, id DESC) AS place
    FROM (
      SELECT event_type, status, created_at, id FROM stripe_webhook_events
      WHERE (processing_time IS NOT NULL OR status = 'failed')
        AND created_at < %(until)s AND created_at >= %(now)s - interval '7 days'
        AND (livemode IS NOT FALSE OR (SELECT with_test FROM mode))
      ORDER BY created_at DESC, id DESC LIMIT 1000
    ) AS latest
  ) AS placed
  WHERE place <= 30
  GROUP BY event_type
), last_failure AS (
  SELECT left(error_message, 300) AS last_error, event_type AS last_event_type, created_at AS last_failed_at
  FROM stripe_webhook_events
  WHERE status = 'failed' AND created_at < %(until)s AND created_at >= %(now)s - interval '28 days'
    AND (livemode IS NOT FALSE OR (SELECT with_test FROM mode))
  ORDER BY created_at DESC, id DESC LIMIT 1
)
SELECT
  run.*, newest.*, last_failure.*,
  day.events AS received, day.events - day.seen AS window_total, day.failed AS window_failed,
  before.events - before.seen AS before_total, before.failed AS before_failed,
  array_prepend(quarter.events - quarter.seen, coalesce(behind.totals, '{}')) AS lately_totals,
  array_prepend(quarter.failed, coalesce(behind.failures, '{}')) AS lately_failures,
  (SELECT count(*) FROM stripe_webhook_events
   WHERE status = 'success' AND failed_at >= %(now)s - interval '24 hours' AND failed_at < %(until)s
     AND (livemode IS NOT FALSE OR (SELECT with_test FROM mode))) AS handled_later,
  (SELECT coalesce(jsonb_object_agg(event_type, to_jsonb(latest)), '{}') FROM by_type) AS latest_by_type
FROM run CROSS JOIN newest
CROSS JOIN LATERAL (SELECT
  date_bin('5 minutes', %(now)s::timestamptz - interval '28 days', 'epoch') AS month,
  date_bin('5 minutes', %(now)s::timestamptz - interval '24 hours', 'epoch') AS day,
  date_bin('5 minutes', %(now)s::timestamptz - interval '15 minutes', 'epoch') AS quarter
) AS since
CROSS JOIN LATERAL stripe_webhook_events_between(since.month, since.day, (SELECT with_test FROM mode)) AS before
CROSS JOIN LATERAL stripe_webhook_events_between(since.day, %(until)s, (SELECT with_test FROM mode)) AS day
CROSS JOIN LATERAL stripe_webhook_events_between(since.quarter, %(until)s, (SELECT with_test FROM mode)) AS quarter
CROSS JOIN LATERAL (
  SELECT array_agg(part.total ORDER BY step.minutes) AS totals, array_agg(part.failed ORDER BY step.minutes) AS failures
  FROM step CROSS JOIN LATERAL (
    SELECT coalesce(sum(events - seen), 0)::bigint AS total, coalesce(sum(failed), 0)::bigint AS failed
    FROM stripe_webhook_events_rollup AS rolled
    WHERE rolled.minutes = 5 AND bucket >= step.since AND bucket < step.until
      AND (NOT test OR (SELECT with_test FROM mode))
  ) AS part
) AS behind
LEFT JOIN last_failure ON true
"""
)

# Events arrive in any order, and what has succeeded can't fail any more: one success makes the payment one.
# Their time is that of the events themselves, however late they came, and those of connected accounts are not ours.
# The sum of 28 days, without that of the day, is what was before.
PAYMENTS = (
    b"""
WITH mode AS MATERIALIZED (
  SELECT stripe_test_mode_counts(%(until)s) AS with_test
), """
    + _STEP
    + b""", stretches AS (
  SELECT
    part, date_bin('5 minutes', %(now)s::timestamptz - length, 'epoch') AS since,
    CASE part WHEN 'step' THEN 15 END AS minutes
  FROM (VALUES
    ('step', interval '15 minutes'), ('window', interval '24 hours'), ('month', interval '28 days')
  ) AS stretch (part, length)
), events AS (
  SELECT payment_intent, payment_outcome, decline_code, payer, happened_at, id FROM stripe_webhook_events
  WHERE payment_outcome IS NOT NULL AND payment_intent IS NOT NULL
    AND happened_at >= %(now)s - interval '28 days' AND happened_at < %(until)s
    AND account IS NULL AND (livemode IS NOT FALSE OR (SELECT with_test FROM mode))
  ORDER BY happened_at DESC, id DESC LIMIT 200
), latest AS (
  SELECT
    bool_or(payment_outcome = 'succeeded') AS succeeded,
    (array_agg(coalesce(left(decline_code, 60), '') ORDER BY happened_at DESC, id DESC))[1] AS last_code,
    (array_agg(payer ORDER BY happened_at DESC, id DESC))[1] AS payer,
    max(happened_at) AS at,
    row_number() OVER (ORDER BY max(happened_at) DESC, max(id) DESC) AS place
  FROM events GROUP BY payment_intent
)
SELECT
  'latest' AS part, succeeded, CASE WHEN succeeded THEN '' ELSE last_code END AS decline_code, 1 AS payments, at, payer,
  place
FROM latest
UNION ALL
SELECT part, sums.*, NULL, NULL, stretches.minutes
FROM stretches CROSS JOIN LATERAL stripe_payments_between(
  stretches.since, %(until)s, (SELECT with_test FROM mode)
) AS sums
UNION ALL
SELECT 'step', succeeded, decline_code, sum(payments)::bigint, NULL, NULL, step.minutes
FROM step JOIN stripe_payments_rollup AS rolled
  ON rolled.minutes = 5 AND rolled.bucket >= step.since AND rolled.bucket < step.until
WHERE NOT connected AND (NOT test OR (SELECT with_test FROM mode))
GROUP BY step.minutes, succeeded, decline_code
UNION ALL
SELECT 'thin', false, '', count(*), NULL, NULL, NULL FROM stripe_webhook_events
WHERE event_type IN ('v1.payment_intent.succeeded', 'v1.payment_intent.payment_failed')
  AND happened_at >= %(now)s - interval '24 hours' AND happened_at < %(until)s
  AND account IS NULL AND (livemode IS NOT FALSE OR (SELECT with_test FROM mode))
ORDER BY place
"""
)

# What the shop tells of events that it got elsewhere says nothing of the secret: only what Stripe delivered here does.
REFUSALS = b"""
WITH hour AS (
  SELECT date_bin('5 minutes', %(now)s::timestamptz - interval '1 hour', 'epoch') AS since
), refused AS (
  SELECT reason, sum(failures)::bigint AS failures FROM stripe_signature_failures
  WHERE minute >= (SELECT since FROM hour) AND minute < %(until)s
  GROUP BY reason
)
SELECT
  reason, failures,
  (SELECT count(*) FROM stripe_webhook_events
   WHERE delivered_at >= (SELECT since FROM hour) AND delivered_at < %(until)s) AS accepted
FROM refused
"""

# Minutes with events are counted rather than events: one purchase brings several at once. The weeks are those of
# the shop's own clock, so that a change to summer time shifts nothing. Full minutes are compared, from the one after
# the last event on. Where nothing of ours was recorded either, as after a backup was restored, events could not be:
# then the silence begins with our own first record after that. How busy today is, is read from the hours before, of
# which those say nothing that could not be recorded.
RHYTHM = (
    b"""
WITH edges AS (
  SELECT 'stripe' AS service, min(created_at) AS first, least(max(created_at), %(now)s) AS last
  FROM stripe_webhook_events
  WHERE created_at > '-infinity' AND created_at < %(until)s AND livemode IS NOT FALSE
), """
    + RETURNED
    + b""", span AS (
  SELECT first, last, start, least(%(now)s, start + interval '7 days') AS upto
  FROM edges CROSS JOIN LATERAL (SELECT greatest(last, (SELECT at FROM returned)) AS start) AS begun
), """
    + RECORDING
    + b""", known AS (
  SELECT least(interval '12 hours', lasted) AS half_day, lasted AS day FROM recording
), weeks AS (
  SELECT
    first,
    (start AT TIME ZONE %(zone)s::text - week * interval '7 days') AT TIME ZONE %(zone)s::text AS since,
    (upto AT TIME ZONE %(zone)s::text - week * interval '7 days') AT TIME ZONE %(zone)s::text AS upto
  FROM span CROSS JOIN generate_series(1, 4) AS week
), covered AS (
  SELECT
    stripe_webhook_event_minutes_between(since + interval '1 microsecond', upto) AS minutes,
    stripe_webhook_event_minutes_between(since - known.half_day, since + interval '1 minute') AS half_day,
    stripe_webhook_event_minutes_between(since - known.day, since + interval '1 minute') AS day
  FROM weeks CROSS JOIN known WHERE since >= first
)
SELECT
  (SELECT last FROM span) AS last_event_at,
  (SELECT upto - start FROM span) AS quiet,
  (SELECT start > last FROM span) AS since_return,
  (SELECT count(*) FROM covered) AS weeks,
  (SELECT coalesce(sum(minutes), 0)::float8 FROM covered) AS minutes,
  (SELECT coalesce(array_agg(minutes::float8), '{}') FROM covered) AS by_week,
  (SELECT coalesce(avg(half_day), 0)::float8 FROM covered) AS usual_half_day,
  (SELECT coalesce(avg(day), 0)::float8 FROM covered) AS usual_day,
  (SELECT stripe_webhook_event_minutes_between(start - half_day, start + interval '1 minute')::float8
   FROM span CROSS JOIN known) AS seen_half_day,
  (SELECT stripe_webhook_event_minutes_between(start - day, start + interval '1 minute')::float8
   FROM span CROSS JOIN known) AS seen_day
"""
)

# The newest of a day are enough for what is typical. (The condition is worded as the index is.)
HANDLING = b"""
WITH mode AS MATERIALIZED (
  SELECT stripe_test_mode_counts(%(until)s) AS with_test
)
SELECT
  percentile_cont(0.5) WITHIN GROUP (ORDER BY processing_time) AS p50_ms,
  percentile_cont(0.95) WITHIN GROUP (ORDER BY processing_time) AS p95_ms,
  coalesce((array_agg(processing_time ORDER BY created_at DESC, id DESC))[1:200], '{}') AS latest_ms
FROM (
  SELECT processing_time, created_at, id FROM stripe_webhook_events
  WHERE (processing_time IS NOT NULL OR status = 'failed')
    AND created_at < %(until)s AND created_at >= %(now)s - interval '24 hours'
    AND (livemode IS NOT FALSE OR (SELECT with_test FROM mode))
  ORDER BY created_at DESC, id DESC LIMIT 500
) AS latest
WHERE processing_time >= 0 AND processing_time < 'Infinity'
"""
