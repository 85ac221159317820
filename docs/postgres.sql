-- Two roles for a ledger in PostgreSQL. Run it as the owner of the ledger, once it has been made, in its database:
--
--   psql "$GOVSIM_LEDGER" -f docs/postgres.sql
--
-- then give people logins of their own:
--
--   CREATE ROLE ada LOGIN PASSWORD '...' IN ROLE govsim_writer;
--   CREATE ROLE ben LOGIN PASSWORD '...' IN ROLE govsim_reader;
--
-- Neither role may change or delete an event, empty the table, drop it or switch its triggers off; nor may the owner
-- change an event, as long as the triggers are there, which `govsim verify` looks at. The owner makes the ledger, and
-- brings it to a newer schema. Running this again changes nothing.

DO $$
DECLARE role text;
BEGIN
  FOREACH role IN ARRAY ARRAY['govsim_reader', 'govsim_writer'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN', role);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
    EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO %I', current_database(), role);
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), role);
    EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO %I', current_schema(), role);
  END LOOP;
  -- Since PostgreSQL 15 only the owner of a database may make tables in its schema "public"; before, everybody.
  EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM PUBLIC', current_schema());
END $$;

-- TEMPORARY is for `govsim verify`, which builds the projection again beside what is stored.

-- What appending, forking and dropping take. Events and lineage are only added; of a branch only its head and its end
-- may change, never what it inherits.
GRANT INSERT ON event, lineage, branch, own_post, post_state, tenure TO govsim_writer;
GRANT UPDATE (head_position, head_hash, closed_at) ON branch TO govsim_writer;
GRANT UPDATE (pos_to) ON tenure, post_state TO govsim_writer;
GRANT UPDATE (version, position, hash) ON projection TO govsim_writer;

-- The projection can be made again from the events, after a migration.
GRANT DELETE ON tenure, post_state, own_post TO govsim_writer;
