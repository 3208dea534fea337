-- migrate:up

-- What the files after this one share, each of which is one family of tables: from nothing, or from the tables of an
-- earlier installation (its migration 008). All of them may run twice. They need the owner of the tables, no
-- superuser, and no schema but public.

-- ── Access ──────────────────────────────────────────────────────────────────
-- Access is for the owner and, on Supabase, the service role; nobody gets in through the public API. Row level
-- security without a policy lets neither anon nor authenticated see a row, even if somebody grants them the table
-- again; the owner and the service role pass it by. It does not stop TRUNCATE, nor setval on a sequence, and
-- Supabase's default privileges grant both: so a table's sequences are closed with it.
-- `protected` names tables and functions as GRANT does: 'TABLE public.name', 'FUNCTION public.name(argument types)'.
CREATE OR REPLACE FUNCTION public.monitoring_protect(VARIADIC protected text[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  target text;
  closed regclass;
  grantee text;
  old_policy name;
BEGIN
  FOREACH target IN ARRAY protected LOOP
    IF target LIKE 'TABLE %' THEN
      closed := substr(target, 7)::regclass;
      EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', closed);
      -- An earlier installation's policies call auth.role(), which is null on a direct connection.
      FOR old_policy IN SELECT polname FROM pg_policy WHERE polrelid = closed LOOP
        EXECUTE format('DROP POLICY %I ON %s', old_policy, closed);
      END LOOP;
      protected := protected || ARRAY(
        SELECT format('SEQUENCE %s', objid::regclass) FROM pg_depend
        WHERE classid = 'pg_class'::regclass AND refclassid = 'pg_class'::regclass AND refobjid = closed
          AND deptype IN ('a', 'i') AND (SELECT relkind FROM pg_class WHERE oid = objid) = 'S'
      );
    END IF;
  END LOOP;
  FOREACH target IN ARRAY protected LOOP
    EXECUTE format('REVOKE ALL ON %s FROM PUBLIC', target);
    FOR grantee IN SELECT rolname FROM pg_roles WHERE rolname IN ('anon', 'authenticated') LOOP
      EXECUTE format('REVOKE ALL ON %s FROM %I', target, grantee);
    END LOOP;
    FOR grantee IN SELECT rolname FROM pg_roles WHERE rolname = 'service_role' LOOP
      EXECUTE format('GRANT ALL ON %s TO %I', target, grantee);
    END LOOP;
  END LOOP;
END $$;

SELECT public.monitoring_protect('FUNCTION public.monitoring_protect(text[])');

-- dbmate's own table, there if it is dbmate that runs this.
SELECT public.monitoring_protect('TABLE public.monitoring_schema_migrations')
WHERE to_regclass('public.monitoring_schema_migrations') IS NOT NULL;

-- ── What older writers stored ───────────────────────────────────────────────
-- Details were taken as they came; readers expect an object.
CREATE OR REPLACE FUNCTION public.monitoring_object(details jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE
    WHEN details IS NULL THEN '{}'
    WHEN jsonb_typeof(details) = 'object' THEN details
    ELSE jsonb_build_object('value', details)
  END
$$;

-- A moment that a calendar has, else null: 'infinity' is none, and would stay the newest row for ever.
CREATE OR REPLACE FUNCTION public.monitoring_moment(at timestamptz) RETURNS timestamptz
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT at WHERE at BETWEEN '0002-01-02 00:00+00' AND '9998-12-30 00:00+00'
$$;

-- A figure that means something: no NaN, nothing infinite, nothing that overflows a mean.
CREATE OR REPLACE FUNCTION public.monitoring_figure(figure double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT figure WHERE abs(figure) < 1e12
$$;

SELECT public.monitoring_protect(
  'FUNCTION public.monitoring_object(jsonb)',
  'FUNCTION public.monitoring_moment(timestamptz)',
  'FUNCTION public.monitoring_figure(double precision)'
);

-- ── What an earlier installation has in the way ─────────────────────────────
-- It would forbid what follows; the API's /dashboard answers what it did.
DROP VIEW IF EXISTS public.monitoring_dashboard;

-- Money exact, times in fractions of a millisecond, ids with room for growth.
CREATE OR REPLACE TEMPORARY VIEW monitoring_older_columns AS
  SELECT attrelid::regclass AS older, attnum, attname, wanted
  FROM (VALUES
    ('public.fal_ai_usage', 'id', 'bigint'),
    ('public.fal_ai_usage', 'cost', 'numeric'),
    ('public.fal_ai_usage', 'response_time', 'double precision'),
    ('public.stripe_webhook_events', 'id', 'bigint'),
    ('public.stripe_webhook_events', 'processing_time', 'double precision'),
    ('public.system_health_metrics', 'id', 'bigint'),
    ('public.system_health_metrics', 'response_time', 'double precision'),
    ('public.system_health_metrics', 'error_rate', 'double precision')
  ) AS change (table_name, column_name, wanted)
  JOIN pg_attribute ON attrelid = to_regclass(table_name) AND attname = column_name
  WHERE format_type(atttypid, atttypmod) <> wanted;

-- They answer other columns than ours, so they can't be replaced in place. Ours pin the search_path.
CREATE OR REPLACE TEMPORARY VIEW monitoring_older_functions AS
  SELECT oid::regprocedure AS older FROM pg_proc
  WHERE pronamespace = 'public'::regnamespace
    AND proname IN (
      'get_connection_stats', 'get_daily_fal_usage', 'get_stripe_webhook_health', 'cleanup_monitoring_data'
    )
    AND NOT coalesce(proconfig::text LIKE '%search_path=pg_catalog, pg_temp%', false);

-- Postgres would refuse as well, without the names in the one line that dbmate prints.
DO $$
DECLARE
  views text;
  others text;
BEGIN
  SELECT string_agg(DISTINCT ev_class::regclass::text, ', ') INTO views
  FROM pg_depend JOIN pg_rewrite ON pg_rewrite.oid = objid AND classid = 'pg_rewrite'::regclass
  WHERE (refclassid = 'pg_class'::regclass
      AND (refobjid, refobjsubid) IN (SELECT older, attnum FROM monitoring_older_columns))
    OR (refclassid = 'pg_proc'::regclass AND refobjid IN (SELECT older FROM monitoring_older_functions));
  IF views IS NOT NULL THEN
    RAISE EXCEPTION 'the columns and functions that change are used by % (views of yours): keep what '
      'pg_get_viewdef says of each, drop it, migrate, and create it again. Nothing was changed', views;
  END IF;
  SELECT string_agg(DISTINCT pg_describe_object(classid, objid, objsubid), ', ') INTO others
  FROM pg_depend
  WHERE refclassid = 'pg_class'::regclass
    AND (refobjid, refobjsubid) IN (SELECT older, attnum FROM monitoring_older_columns)
    AND (classid = 'pg_policy'::regclass
      OR EXISTS (SELECT FROM pg_trigger WHERE classid = 'pg_trigger'::regclass AND oid = objid AND NOT tgisinternal)
      OR EXISTS (SELECT FROM pg_attribute WHERE classid = 'pg_attrdef'::regclass AND attgenerated <> ''
        AND (attrelid, attnum) = (SELECT adrelid, adnum FROM pg_attrdef WHERE oid = objid) AND attnum <> refobjsubid));
  IF others IS NOT NULL THEN
    RAISE EXCEPTION 'the columns that change are used by what is yours (%): keep the definition of each, drop it, '
      'migrate, and create it again. Nothing was changed', others;
  END IF;
END $$;

DO $$
DECLARE
  older record;
  old_sequence text;
BEGIN
  FOR older IN SELECT * FROM monitoring_older_columns LOOP
    EXECUTE format('ALTER TABLE %s ALTER COLUMN %I TYPE %s', older.older, older.attname, older.wanted);
    CONTINUE WHEN older.attname <> 'id';
    -- Ids go on where the old ones ended.
    old_sequence := pg_get_serial_sequence(older.older::text, 'id');
    EXECUTE format('ALTER TABLE %s ALTER COLUMN id DROP DEFAULT', older.older);
    EXECUTE coalesce('DROP SEQUENCE ' || old_sequence, '');
    EXECUTE format('ALTER TABLE %s ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY', older.older);
    EXECUTE format(
      'SELECT setval(pg_get_serial_sequence(%1$L, %2$L), coalesce(max(id), 0) + 1, false) FROM %1$s',
      older.older, 'id'
    );
  END LOOP;
  FOR older IN SELECT * FROM monitoring_older_functions LOOP
    EXECUTE format('DROP FUNCTION %s', older.older);
  END LOOP;
  -- Services come from the configuration, and a status can be unknown: the lists go.
  FOR older IN
    SELECT conrelid::regclass AS older, conname
    FROM pg_constraint
    JOIN pg_attribute ON attrelid = conrelid AND ARRAY[attnum] = conkey
    WHERE contype = 'c'
      AND (conrelid, attname) IN (
        (to_regclass('public.monitoring_alerts'), 'service'),
        (to_regclass('public.system_health_metrics'), 'service'),
        (to_regclass('public.system_health_metrics'), 'status')
      )
      AND pg_get_constraintdef(pg_constraint.oid) LIKE '%ARRAY[%'
      AND pg_get_constraintdef(pg_constraint.oid) NOT LIKE '%unknown%'
  LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', older.older, older.conname);
  END LOOP;
END $$;

DROP VIEW monitoring_older_columns, monitoring_older_functions;

-- ── Sums ────────────────────────────────────────────────────────────────────
-- Sums of fal_ai_usage and stripe_webhook_events by hour and by five minutes, kept by the very statements that change
-- those tables: so they are exact at any moment, whoever writes, and a month of millions of calls is read from some
-- thousand rows. Hours carry a window, five minutes its ragged ends, and the tables themselves what is left of those.
-- tests/benchmarks/TELEMETRY.md has the measurements, those of the layouts that were not taken included.

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
    WHEN TG_OP = 'TRUNCATE' AND TG_TABLE_NAME = 'fal_ai_usage' THEN
      TRUNCATE public.fal_ai_usage_rollup, public.fal_ai_usage_slots;
    WHEN TG_OP = 'TRUNCATE' THEN EXECUTE format('TRUNCATE public.%I', TG_TABLE_NAME || '_rollup');
    WHEN TG_TABLE_NAME = 'fal_ai_usage' THEN EXECUTE public.fal_ai_usage_roll_up_statement(source);
    ELSE EXECUTE public.stripe_webhook_events_roll_up_statement(source);
  END CASE;
  RETURN NULL;
END $$;

-- The ranges that a half-open window falls into: `minutes` is the grain to read, 0 for the table itself.
CREATE OR REPLACE FUNCTION public.monitoring_rollup_ranges(since timestamptz, until timestamptz)
RETURNS TABLE (minutes smallint, low timestamptz, high timestamptz)
LANGUAGE sql IMMUTABLE ROWS 5 SET search_path = pg_catalog, pg_temp AS $$
  WITH bounds AS (
    SELECT
      date_bin('5 minutes', since + interval '5 minutes' - interval '1 microsecond', 'epoch') AS first_five,
      date_bin('5 minutes', until, 'epoch') AS last_five,
      date_bin('1 hour', since + interval '1 hour' - interval '1 microsecond', 'epoch') AS first_hour,
      date_bin('1 hour', until, 'epoch') AS last_hour
  )
  SELECT range.* FROM bounds CROSS JOIN LATERAL (VALUES
    (60::smallint, first_hour, last_hour),
    (5::smallint, first_five, least(first_hour, last_five)),
    (5::smallint, greatest(last_hour, first_five, least(first_hour, last_five)), last_five),
    (0::smallint, since, least(first_five, until)),
    (0::smallint, greatest(last_five, first_five), until)
  ) AS range (minutes, low, high)
  WHERE range.low < range.high
$$;

SELECT public.monitoring_protect(
  'FUNCTION public.monitoring_roll_up()',
  'FUNCTION public.monitoring_rollup_ranges(timestamptz, timestamptz)'
);

-- migrate:down

DROP FUNCTION IF EXISTS public.monitoring_rollup_ranges(timestamptz, timestamptz);
DROP FUNCTION IF EXISTS public.monitoring_roll_up();
DROP FUNCTION IF EXISTS public.monitoring_figure(double precision);
DROP FUNCTION IF EXISTS public.monitoring_moment(timestamptz);
DROP FUNCTION IF EXISTS public.monitoring_object(jsonb);
DROP FUNCTION IF EXISTS public.monitoring_protect(text[]);
