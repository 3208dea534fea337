-- The tables as an earlier installation's migration 008 made them, on Supabase, with data of every kind that is a trap.
CREATE SCHEMA auth;
CREATE FUNCTION auth.role() RETURNS text LANGUAGE sql STABLE AS
  $$ SELECT current_setting('request.jwt.claim.role', true) $$;

CREATE TABLE monitoring_alerts (
  id TEXT PRIMARY KEY,
  service TEXT NOT NULL CHECK (service IN ('supabase', 'fal-ai', 'stripe', 'printify', 'system')),
  severity TEXT NOT NULL CHECK (severity IN ('low', 'medium', 'high', 'critical')),
  message TEXT NOT NULL,
  details JSONB DEFAULT '{}',
  timestamp TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  resolved BOOLEAN DEFAULT FALSE,
  resolved_at TIMESTAMPTZ,
  resolved_by TEXT
);
CREATE TABLE fal_ai_usage (
  id SERIAL PRIMARY KEY,
  endpoint TEXT NOT NULL,
  request_id TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('success', 'error')),
  response_time INTEGER NOT NULL,
  cost DECIMAL(10,4) DEFAULT 0,
  error_message TEXT,
  created_at TIMESTAMPTZ NOT NULL DEFAULT NOW()
);
CREATE TABLE stripe_webhook_events (
  id SERIAL PRIMARY KEY,
  event_id TEXT NOT NULL UNIQUE,
  event_type TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('success', 'failed')),
  processing_time INTEGER NOT NULL,
  error_message TEXT,
  created_at TIMESTAMPTZ NOT NULL DEFAULT NOW()
);
CREATE TABLE system_health_metrics (
  id SERIAL PRIMARY KEY,
  service TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('healthy', 'warning', 'critical', 'down')),
  response_time INTEGER,
  error_rate DECIMAL(5,2),
  details JSONB DEFAULT '{}',
  created_at TIMESTAMPTZ NOT NULL DEFAULT NOW()
);
CREATE INDEX idx_monitoring_alerts_timestamp ON monitoring_alerts (timestamp);

CREATE FUNCTION get_connection_stats()
RETURNS TABLE (active_connections INTEGER, max_connections INTEGER, active_queries INTEGER, connection_utilization DECIMAL(5,2))
LANGUAGE sql SECURITY DEFINER AS
  $$ SELECT count(*)::INTEGER, 100, 0, 0.0 FROM pg_stat_activity WHERE state = 'active' $$;
CREATE FUNCTION get_daily_fal_usage(target_date DATE DEFAULT CURRENT_DATE)
RETURNS TABLE (
  total_requests INTEGER, successful_requests INTEGER, failed_requests INTEGER,
  total_cost DECIMAL(10,4), avg_response_time DECIMAL(8,2), error_rate DECIMAL(5,2)
)
LANGUAGE sql SECURITY DEFINER AS
  $$ SELECT count(*)::INTEGER, 0, 0, sum(cost), 0.0, 0.0 FROM fal_ai_usage WHERE DATE(created_at) = target_date $$;
CREATE FUNCTION get_stripe_webhook_health(hours_back INTEGER DEFAULT 24)
RETURNS TABLE (
  total_webhooks INTEGER, successful_webhooks INTEGER, failed_webhooks INTEGER,
  success_rate DECIMAL(5,2), avg_processing_time DECIMAL(8,2), last_webhook_time TIMESTAMPTZ
)
LANGUAGE sql SECURITY DEFINER AS
  $$ SELECT count(*)::INTEGER, 0, 0, 0.0, 0.0, max(created_at) FROM stripe_webhook_events $$;
CREATE FUNCTION cleanup_monitoring_data() RETURNS INTEGER LANGUAGE sql SECURITY DEFINER AS $$ SELECT 0 $$;
CREATE VIEW monitoring_dashboard AS
  SELECT (SELECT count(*) FROM monitoring_alerts WHERE NOT resolved) AS alerts, usage.total_cost
  FROM get_daily_fal_usage() AS usage;

ALTER TABLE monitoring_alerts ENABLE ROW LEVEL SECURITY;
ALTER TABLE fal_ai_usage ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Service role can manage alerts" ON monitoring_alerts FOR ALL USING (auth.role() = 'service_role');
CREATE POLICY "Service role can manage usage" ON fal_ai_usage FOR ALL USING (auth.role() = 'service_role');
GRANT ALL ON ALL TABLES IN SCHEMA public TO anon, authenticated, service_role;
GRANT ALL ON ALL FUNCTIONS IN SCHEMA public TO anon, authenticated, service_role;

-- Two open alerts of one condition, a resolved one without a time, and one that leaves out all it may.
INSERT INTO monitoring_alerts (id, service, severity, message, details, timestamp, resolved, resolved_at, resolved_by) VALUES
  ('alert_1', 'supabase', 'high', 'High connection usage detected', '{"utilization": 91}', '2026-11-01 10:00+00', FALSE, NULL, NULL),
  ('alert_2', 'supabase', 'high', 'High connection usage detected', '{"utilization": 92}', '2026-11-01 10:01+00', FALSE, NULL, NULL),
  ('alert_3', 'stripe', 'critical', 'Stripe is down', '{}', '2026-11-02 10:00+00', TRUE, '2026-11-02 11:00+00', 'ann'),
  ('alert_4', 'fal-ai', 'medium', 'Slow', NULL, '2026-11-03 10:00+00', TRUE, NULL, NULL),
  ('alert_5', 'printify', 'low', 'Odd', NULL, '2026-11-04 10:00+00', NULL, NULL, NULL);
INSERT INTO fal_ai_usage (endpoint, request_id, status, response_time, cost, created_at) VALUES
  ('flux', 'request-1', 'success', 900, 0.0500, '2026-11-01 10:00+00'),
  ('flux', 'request-1', 'success', 901, 0.0700, '2026-11-01 10:00:01+00'),
  ('flux', 'request-1', 'error', 10, NULL, '2026-11-01 10:00:02+00'),
  ('flux', 'request-2', 'success', 1000, 999999.9999, '2026-11-01 23:59:59.999999+00'),
  ('flux', 'request-3', 'success', 1000, 999999.9999, '2026-11-02 00:00+00');
INSERT INTO stripe_webhook_events (event_id, event_type, status, processing_time, created_at) VALUES
  ('evt_1', 'checkout.session.completed', 'success', 120, NOW() - INTERVAL '1 hour'),
  ('evt_2', 'checkout.session.completed', 'failed', 80, NOW() - INTERVAL '25 hours');
INSERT INTO system_health_metrics (service, status, response_time, error_rate, created_at) VALUES
  ('supabase', 'healthy', 10, 0.25, '2026-11-01 10:00+00'),
  ('supabase', 'warning', 11, 0.50, '2026-11-01 10:00+00'),
  ('supabase', 'down', NULL, NULL, '2026-11-01 10:00+00'),
  ('supabase', 'healthy', 12, 0.75, '2026-11-01 10:00:00.000001+00');
