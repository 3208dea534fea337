-- migrate:up

-- Dashboards that people made, and what they told of deployments.

CREATE TABLE IF NOT EXISTS public.monitoring_dashboards (
  name text PRIMARY KEY CHECK (name ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  title text NOT NULL,
  range text NOT NULL CHECK (range IN ('24h', '7d', '30d', '90d')),
  panels jsonb NOT NULL CHECK (jsonb_typeof(panels) = 'array'),
  updated_at timestamptz NOT NULL DEFAULT now(),
  updated_by text NOT NULL
);

CREATE TABLE IF NOT EXISTS public.monitoring_deployments (
  id text PRIMARY KEY,
  at timestamptz NOT NULL,
  label text NOT NULL,
  told_by text NOT NULL
);

CREATE INDEX IF NOT EXISTS monitoring_deployments_at ON public.monitoring_deployments (at);

SELECT public.monitoring_protect('TABLE public.monitoring_dashboards', 'TABLE public.monitoring_deployments');

-- migrate:down

DROP TABLE IF EXISTS public.monitoring_deployments;
DROP TABLE IF EXISTS public.monitoring_dashboards;
