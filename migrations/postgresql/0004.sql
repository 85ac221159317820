-- A ledger in PostgreSQL as it stands at schema revision 0004: the same tables as in an SQLite file.
--
-- Text is compared byte by byte (COLLATE "C"): ranges such as ref > 'record/' AND ref < 'record0' rest on it, and no
-- update of the system's locales can put an index out of order. Positions are handed out under the lock of the row of
-- "projection", and come from no sequence: the order of a sequence is not the order of commits.

CREATE TABLE branch (
  branch_id integer NOT NULL,
  name text COLLATE "C" NOT NULL,
  created_at bigint NOT NULL,
  closed_at bigint,
  parent_id integer,
  fork_position bigint,
  cut_at bigint,
  cut_event bigint,
  cut_side text COLLATE "C",
  first_link bytea NOT NULL,
  head_position bigint NOT NULL,
  head_hash bytea NOT NULL,
  meta text COLLATE "C",
  CONSTRAINT pk_branch PRIMARY KEY (branch_id),
  CONSTRAINT fk_branch_parent_id_branch FOREIGN KEY (parent_id) REFERENCES branch (branch_id),
  CONSTRAINT ck_branch_fork CHECK ((parent_id IS NULL) = (fork_position IS NULL)),
  CONSTRAINT ck_branch_cut CHECK (cut_at IS NULL OR cut_event IS NULL),
  CONSTRAINT ck_branch_side CHECK ((cut_event IS NULL) = (cut_side IS NULL)),
  CONSTRAINT ck_branch_meta CHECK (meta IS NULL OR meta <> '')
);
CREATE UNIQUE INDEX uq_branch_name ON branch (name) WHERE closed_at IS NULL;

CREATE TABLE lineage (
  branch_id integer NOT NULL,
  depth integer NOT NULL,
  ancestor_id integer NOT NULL,
  upto bigint NOT NULL,
  CONSTRAINT pk_lineage PRIMARY KEY (branch_id, depth),
  CONSTRAINT fk_lineage_branch_id_branch FOREIGN KEY (branch_id) REFERENCES branch (branch_id),
  CONSTRAINT fk_lineage_ancestor_id_branch FOREIGN KEY (ancestor_id) REFERENCES branch (branch_id)
);

CREATE TABLE event (
  position bigint NOT NULL,
  branch_id integer NOT NULL,
  record text COLLATE "C" NOT NULL,
  ref text COLLATE "C" NOT NULL,
  type text COLLATE "C" NOT NULL,
  schema_version integer NOT NULL,
  earliest bigint,
  latest bigint,
  announced bigint,
  claim integer NOT NULL,
  key_at bigint,
  party text COLLATE "C" NOT NULL,
  post text COLLATE "C" NOT NULL,
  causes text COLLATE "C",
  payload text COLLATE "C" NOT NULL,
  meta text COLLATE "C",
  recorded_at bigint NOT NULL,
  payload_hash bytea NOT NULL,
  hash bytea NOT NULL,
  CONSTRAINT pk_event PRIMARY KEY (position),
  CONSTRAINT fk_event_branch_id_branch FOREIGN KEY (branch_id) REFERENCES branch (branch_id),
  CONSTRAINT ck_event_plain CHECK ((party = '') = (post = '') AND (party = '' OR key_at IS NOT NULL))
);
COMMENT ON TABLE event IS 'govsim ledger: append-only, every row chained to the one before by its hash';
CREATE UNIQUE INDEX uq_event_branch_id_ref ON event (branch_id, ref);
CREATE INDEX ix_event_not_plain ON event (position) WHERE key_at IS NULL;
CREATE INDEX ix_event_header ON event (branch_id, position) WHERE type = 'record_declared';
CREATE INDEX ix_event_branch ON event (branch_id, position) WHERE branch_id > 1;

CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN RAISE EXCEPTION USING ERRCODE = 'restrict_violation', MESSAGE = TG_ARGV[0]; END$$;
CREATE TRIGGER event_no_update BEFORE UPDATE ON event FOR EACH ROW
  EXECUTE FUNCTION append_only('the ledger is append-only: correct an event with a corrected event');
CREATE TRIGGER event_no_delete BEFORE DELETE ON event FOR EACH ROW
  EXECUTE FUNCTION append_only('the ledger is append-only: retract an event with a retracted event');
CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON event FOR EACH STATEMENT
  EXECUTE FUNCTION append_only('the ledger is append-only: retract an event with a retracted event');
-- Also where session_replication_role says that others do not fire.
ALTER TABLE event ENABLE ALWAYS TRIGGER event_no_update;
ALTER TABLE event ENABLE ALWAYS TRIGGER event_no_delete;
ALTER TABLE event ENABLE ALWAYS TRIGGER event_no_truncate;

CREATE TABLE tenure (
  branch_id integer NOT NULL,
  organization text COLLATE "C" NOT NULL,
  pos_to bigint NOT NULL,
  end_latest bigint NOT NULL,
  start_earliest bigint NOT NULL,
  post text COLLATE "C" NOT NULL,
  party text COLLATE "C" NOT NULL,
  opened_by bigint NOT NULL,
  capacity text COLLATE "C" NOT NULL,
  start_latest bigint NOT NULL,
  end_earliest bigint NOT NULL,
  closed_by bigint,
  more text COLLATE "C",
  pos_from bigint NOT NULL,
  CONSTRAINT pk_tenure
    PRIMARY KEY (branch_id, organization, pos_to, end_latest, start_earliest, post, party, opened_by),
  CONSTRAINT fk_tenure_branch_id_branch FOREIGN KEY (branch_id) REFERENCES branch (branch_id),
  CONSTRAINT ck_tenure_believed CHECK (pos_from < pos_to)
);

-- A registry is asked for a person too. SQLite has no such index: each append would write a further page.
CREATE INDEX ix_tenure_party ON tenure (party, branch_id) WHERE pos_to = 4611686018427387904;

CREATE TABLE post_state (
  branch_id integer NOT NULL,
  post text COLLATE "C" NOT NULL,
  pos_from bigint NOT NULL,
  pos_to bigint NOT NULL,
  aspects text COLLATE "C" NOT NULL,
  CONSTRAINT pk_post_state PRIMARY KEY (branch_id, post, pos_from),
  CONSTRAINT fk_post_state_branch_id_branch FOREIGN KEY (branch_id) REFERENCES branch (branch_id),
  CONSTRAINT ck_post_state_believed CHECK (pos_from < pos_to)
);

CREATE TABLE own_post (
  branch_id integer NOT NULL,
  organization text COLLATE "C" NOT NULL,
  post text COLLATE "C" NOT NULL,
  position bigint NOT NULL,
  CONSTRAINT pk_own_post PRIMARY KEY (branch_id, organization, post),
  CONSTRAINT fk_own_post_branch_id_branch FOREIGN KEY (branch_id) REFERENCES branch (branch_id)
);

-- One row: how far the ledger has come. Whoever appends holds its lock until the commit.
CREATE TABLE projection (
  name text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  position bigint NOT NULL,
  hash bytea NOT NULL,
  CONSTRAINT pk_projection PRIMARY KEY (name)
);

INSERT INTO branch (branch_id, name, created_at, first_link, head_position, head_hash)
  VALUES (1, 'main', floor(extract(epoch FROM clock_timestamp()) * 1000000), decode(repeat('00', 32), 'hex'), 0,
    decode(repeat('00', 32), 'hex'));
INSERT INTO lineage VALUES (1, 0, 1, 4611686018427387904);
INSERT INTO projection VALUES ('tenure', 0, 0, '');

-- Views for other tools.

CREATE FUNCTION iso(micros bigint) RETURNS text LANGUAGE sql IMMUTABLE AS
$$SELECT CASE WHEN abs(micros) < 4611686018427387904 THEN
  to_char(timestamp 'epoch' + (micros - mod(mod(micros, 1000000) + 1000000, 1000000)) / 1000000 * interval '1 second',
    'YYYY-MM-DD"T"HH24:MI:SS')
  || CASE mod(mod(micros, 1000000) + 1000000, 1000000) WHEN 0 THEN ''
    ELSE '.' || lpad(mod(mod(micros, 1000000) + 1000000, 1000000)::text, 6, '0') END || 'Z' END$$;

CREATE VIEW v_branch AS
SELECT b.name AS branch, b.branch_id > 1 AS hypothetical, p.name AS parent,
  b.meta::json ->> 'scenario' AS scenario,
  iso(b.created_at) AS created_at, iso(b.closed_at) AS dropped_at,
  b.closed_at IS NULL
  AND NOT EXISTS (
    SELECT 1 FROM lineage l JOIN branch a ON a.branch_id = l.ancestor_id
    WHERE l.branch_id = b.branch_id AND (a.cut_at IS NOT NULL OR a.cut_event IS NOT NULL))
  AND NOT EXISTS (
    SELECT 1 FROM lineage l JOIN event e ON e.position = l.upto JOIN event n ON n.position = l.upto + 1
    WHERE l.branch_id = b.branch_id AND e.recorded_at = n.recorded_at) AS is_shown,
  b.branch_id
FROM branch b LEFT JOIN branch p ON p.branch_id = b.parent_id;

-- What a branch declares, by the newest header of each record: names, of the kinds in the order of the alphabet.
CREATE VIEW v_name AS
WITH header AS (
  SELECT DISTINCT ON (v.branch_id, e.record) v.branch_id, e.payload::jsonb AS payload
  FROM v_branch v JOIN lineage l ON l.branch_id = v.branch_id
  JOIN event e ON e.branch_id = l.ancestor_id AND e.position <= l.upto AND e.type = 'record_declared'
  WHERE v.is_shown
  ORDER BY v.branch_id, e.record, e.position DESC),
declared AS (
  SELECT h.branch_id, j.key AS id, 'person' AS kind, j.value FROM header h, jsonb_each(h.payload -> 'people') j
  UNION ALL
  SELECT h.branch_id, j.key, 'organization', j.value FROM header h, jsonb_each(h.payload -> 'organizations') j
  UNION ALL
  SELECT h.branch_id, j.key, 'post', j.value FROM header h, jsonb_each(h.payload -> 'posts') j)
SELECT branch_id, id, min(kind) AS kind,
  min(CASE jsonb_typeof(value) WHEN 'object' THEN coalesce(value ->> 'name', value ->> 'title', id)
    WHEN 'string' THEN value #>> '{}' ELSE id END) AS name
FROM declared GROUP BY branch_id, id;

CREATE VIEW v_tenure AS
WITH named AS MATERIALIZED (SELECT * FROM v_name),
line AS MATERIALIZED (
  SELECT v.branch, v.hypothetical, l.branch_id, l.depth, l.ancestor_id, l.upto
  FROM v_branch v JOIN lineage l ON l.branch_id = v.branch_id WHERE v.is_shown),
own AS MATERIALIZED (
  SELECT line.branch_id, o.post, min(line.depth) AS depth
  FROM line JOIN own_post o ON o.branch_id = line.ancestor_id AND o.position <= line.upto
  GROUP BY line.branch_id, o.post),
root AS MATERIALIZED (SELECT branch_id, max(depth) AS depth FROM line GROUP BY branch_id)
SELECT line.branch, line.hypothetical, coalesce(g.name, t.organization) AS organization,
  coalesce(q.name, t.post) AS post, coalesce(h.name, t.party) AS holder, t.capacity,
  iso(t.start_earliest) AS start_earliest, iso(t.start_latest) AS start_latest,
  iso(t.end_earliest) AS end_earliest, iso(t.end_latest) AS end_latest,
  coalesce(t.more::json #>> '{opening,3}',
    CASE a.claim WHEN 0 THEN 'confirmed' WHEN 1 THEN 'reported' ELSE 'disputed' END) AS claim,
  coalesce(t.more::json ->> 'doubtful' IN ('true', '1') OR t.more::json ->> 'doubt' IS NOT NULL, false) AS is_doubtful,
  a.ref AS opened_by, z.ref AS closed_by, t.organization AS organization_id, t.post AS post_id, t.party AS holder_id,
  coalesce(h.kind, 'person') AS kind
FROM line
JOIN root ON root.branch_id = line.branch_id
JOIN tenure t ON t.branch_id = line.ancestor_id
  AND (t.pos_to = 4611686018427387904 AND line.upto = 4611686018427387904
    OR t.pos_from <= line.upto AND t.pos_to > line.upto)
JOIN event a ON a.position = t.opened_by
LEFT JOIN event z ON z.position = t.closed_by
LEFT JOIN own ON own.branch_id = line.branch_id AND own.post = t.post
LEFT JOIN named h ON h.branch_id = line.branch_id AND h.id = t.party
LEFT JOIN named q ON q.branch_id = line.branch_id AND q.id = t.post
LEFT JOIN named g ON g.branch_id = line.branch_id AND g.id = t.organization
WHERE line.depth = coalesce(own.depth, root.depth);

-- A path such as $.who[*] reads one text and a list of them alike.
CREATE VIEW v_event AS
WITH named AS MATERIALIZED (SELECT * FROM v_name),
line AS MATERIALIZED (
  SELECT v.branch, v.hypothetical, l.branch_id, l.depth, l.ancestor_id, l.upto
  FROM v_branch v JOIN lineage l ON l.branch_id = v.branch_id WHERE v.is_shown),
header AS MATERIALIZED (
  SELECT DISTINCT ON (line.branch_id, e.record) line.branch_id, e.record, e.payload::jsonb AS payload
  FROM line JOIN event e ON e.branch_id = line.ancestor_id AND e.position <= line.upto AND e.type = 'record_declared'
  ORDER BY line.branch_id, e.record, e.position DESC),
mending AS (
  SELECT line.branch_id, e.position, e.type, e.record, e.payload::json ->> 'event' AS event
  FROM line JOIN event e ON e.branch_id = line.ancestor_id AND e.position <= line.upto
  WHERE e.type IN ('corrected', 'retracted', 'omitted', 'changed')),
later AS MATERIALIZED (
  SELECT DISTINCT ON (branch_id, ref) branch_id, type, ref FROM (
    SELECT branch_id, position, type,
      CASE WHEN strpos(event, '/') > 0 THEN event ELSE record || '/' || event END AS ref FROM mending) m
  ORDER BY branch_id, ref, position DESC)
SELECT line.branch, line.hypothetical, e.position, e.ref AS id, e.record, e.type,
  e.payload::json #>> '{at,text}' AS at, iso(e.earliest) AS earliest, iso(e.latest) AS latest,
  iso(e.announced) AS announced,
  CASE e.claim WHEN 0 THEN 'confirmed' WHEN 1 THEN 'reported' ELSE 'disputed' END AS claim,
  (SELECT string_agg(coalesce(n.name, j.value #>> '{}'), ', ' ORDER BY j.n)
    FROM jsonb_path_query(e.payload::jsonb, '$.who[*]') WITH ORDINALITY j (value, n)
    LEFT JOIN named n ON n.branch_id = line.branch_id AND n.id = j.value #>> '{}') AS who,
  (SELECT string_agg(coalesce(n.name, j.value #>> '{}'), ', ' ORDER BY j.list, j.n) FROM (
      SELECT 1 AS list, n, value FROM jsonb_path_query(e.payload::jsonb, '$.to[*]') WITH ORDINALITY t (value, n)
      UNION ALL
      SELECT 2, n, value FROM jsonb_path_query(e.payload::jsonb, '$.from[*]') WITH ORDINALITY f (value, n)
      UNION ALL
      SELECT 3, n, value FROM jsonb_path_query(e.payload::jsonb, '$.post[*]') WITH ORDINALITY p (value, n)) j
    LEFT JOIN named n ON n.branch_id = line.branch_id AND n.id = j.value #>> '{}') AS posts,
  e.payload::json ->> 'note' AS note, later.type AS superseded,
  (SELECT string_agg(coalesce(header.payload #>> ARRAY['sources', j.value #>> '{}', 'title'], j.value #>> '{}'), '; '
      ORDER BY j.n)
    FROM jsonb_path_query(e.payload::jsonb, '$.sources[*]') WITH ORDINALITY j (value, n)) AS sources,
  (SELECT string_agg(j.value #>> '{}', ', ' ORDER BY j.n)
    FROM jsonb_path_query(e.payload::jsonb, '$.because[*]') WITH ORDINALITY j (value, n)
    WHERE jsonb_typeof(j.value) = 'string') AS because,
  iso(e.recorded_at) AS recorded_at, e.payload
FROM line
JOIN event e ON e.branch_id = line.ancestor_id AND e.position <= line.upto AND e.type <> 'record_declared'
LEFT JOIN later ON later.branch_id = line.branch_id AND later.ref = e.ref
LEFT JOIN header ON header.branch_id = line.branch_id AND header.record = e.record;
