-- The monitor's role, made by whoever administers the database: on Supabase `postgres`, in the SQL editor.
-- Put a password of your own in. May run again.
do $$
begin
  if not exists (select from pg_roles where rolname = 'pawpop_monitor') then
    create role pawpop_monitor login password 'a-long-random-password';
  end if;
end $$;

grant usage, create on schema public to pawpop_monitor;
grant usage on schema extensions to pawpop_monitor;

-- It has to see everybody's connections and statements. Since Postgres 16 only a member with ADMIN OPTION may pass
-- pg_monitor on; where you are none, you lend what you see by two functions, without the texts of running queries.
do $$
begin
  grant pg_monitor to pawpop_monitor;
exception when insufficient_privilege then
  create or replace function public.monitoring_sessions()
  returns table (
    pid integer, usename name, datname name, state text, application_name text, wait_event_type text,
    backend_type text, xact_start timestamptz, query_start timestamptz, state_change timestamptz
  )
  language sql stable security definer set search_path = pg_catalog, pg_temp as $function$
    select pid, usename, datname, state, application_name, wait_event_type,
      backend_type, xact_start, query_start, state_change
    from pg_catalog.pg_stat_activity
  $function$;
  create or replace function public.monitoring_statements()
  returns table (query text, calls bigint, total_exec_time double precision, toplevel boolean, dbid oid)
  language sql stable security definer set search_path = pg_catalog, extensions, pg_temp as $function$
    select query, calls, total_exec_time, toplevel, dbid from extensions.pg_stat_statements
  $function$;
  revoke all on function public.monitoring_sessions(), public.monitoring_statements() from public;
  grant execute on function public.monitoring_sessions(), public.monitoring_statements() to pawpop_monitor;
  -- Supabase's default privileges give these roles every new function, and PostgREST shows it to them.
  if to_regrole('anon') is not null then
    revoke all on function public.monitoring_sessions(), public.monitoring_statements() from anon;
  end if;
  if to_regrole('authenticated') is not null then
    revoke all on function public.monitoring_sessions(), public.monitoring_statements() from authenticated;
  end if;
end $$;
