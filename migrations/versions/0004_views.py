"""Views for other tools: who held what, what happened, and which branches they show.

A migration that rebuilds a table drops them first and makes them again: SQLite checks views when it renames a table.
"""

from pathlib import Path

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OPEN = 4611686018427387904


def iso(column: str) -> str:
    """Return SQL for microseconds since 1970 as RFC 3339 in UTC; null where a side is open."""
    micros = f"(({column} % 1000000 + 1000000) % 1000000)"
    seconds = f"strftime('%Y-%m-%dT%H:%M:%S', ({column} - {micros}) / 1000000, 'unixepoch')"
    fraction = f"CASE {micros} WHEN 0 THEN '' ELSE printf('.%06d', {micros}) END"
    return f"CASE WHEN abs({column}) < {OPEN} THEN {seconds} || {fraction} || 'Z' END"


BRANCH = f"""
CREATE VIEW v_branch AS
SELECT b.name AS branch, b.branch_id > 1 AS hypothetical, p.name AS parent,
  json_extract(b.meta, '$.scenario') AS scenario,
  {iso("b.created_at")} AS created_at, {iso("b.closed_at")} AS dropped_at,
  b.closed_at IS NULL
  AND NOT EXISTS (
    SELECT 1 FROM lineage l JOIN branch a ON a.branch_id = l.ancestor_id
    WHERE l.branch_id = b.branch_id AND (a.cut_at IS NOT NULL OR a.cut_event IS NOT NULL))
  AND NOT EXISTS (
    SELECT 1 FROM lineage l JOIN event e ON e.position = l.upto JOIN event n ON n.position = l.upto + 1
    WHERE l.branch_id = b.branch_id AND e.recorded_at = n.recorded_at) AS is_shown,
  b.branch_id
FROM branch b LEFT JOIN branch p ON p.branch_id = b.parent_id
"""
"""What a cut takes away can be told by replay only, and so can what half an append left behind."""

NAMES = """
line AS MATERIALIZED (
  SELECT v.branch, v.hypothetical, l.branch_id, l.depth, l.ancestor_id, l.upto
  FROM v_branch v JOIN lineage l ON l.branch_id = v.branch_id WHERE v.is_shown),
header AS MATERIALIZED (
  SELECT line.branch_id, e.record, max(e.position) AS position, e.payload
  FROM line JOIN event e ON e.branch_id = line.ancestor_id AND e.position <= line.upto AND e.type = 'record_declared'
  GROUP BY line.branch_id, e.record),
declared AS (
  SELECT h.branch_id, j.key AS id, 'person' AS kind, j.type, j.value FROM header h, json_each(h.payload, '$.people') j
  UNION ALL
  SELECT h.branch_id, j.key, 'organization', j.type, j.value FROM header h, json_each(h.payload, '$.organizations') j
  UNION ALL
  SELECT h.branch_id, j.key, 'post', j.type, j.value FROM header h, json_each(h.payload, '$.posts') j),
named AS MATERIALIZED (
  SELECT branch_id, id, min(kind) AS kind,
    min(CASE type WHEN 'object' THEN coalesce(json_extract(value, '$.name'), json_extract(value, '$.title'), id)
      WHEN 'text' THEN value ELSE id END) AS name
  FROM declared GROUP BY branch_id, id)
"""
"""Names as the newest header of each record has them; two records may declare one party, and must agree."""

TENURE = f"""
CREATE VIEW v_tenure AS
WITH {NAMES},
own AS MATERIALIZED (
  SELECT line.branch_id, o.post, min(line.depth) AS depth
  FROM line JOIN own_post o ON o.branch_id = line.ancestor_id AND o.position <= line.upto
  GROUP BY line.branch_id, o.post),
root AS MATERIALIZED (SELECT branch_id, max(depth) AS depth FROM line GROUP BY branch_id)
SELECT line.branch, line.hypothetical, coalesce(g.name, t.organization) AS organization,
  coalesce(q.name, t.post) AS post, coalesce(h.name, t.party) AS holder, t.capacity,
  {iso("t.start_earliest")} AS start_earliest, {iso("t.start_latest")} AS start_latest,
  {iso("t.end_earliest")} AS end_earliest, {iso("t.end_latest")} AS end_latest,
  coalesce(json_extract(t.more, '$.opening[3]'),
    CASE a.claim WHEN 0 THEN 'confirmed' WHEN 1 THEN 'reported' ELSE 'disputed' END) AS claim,
  coalesce(json_extract(t.more, '$.doubtful') = 1 OR json_extract(t.more, '$.doubt') IS NOT NULL, 0) AS is_doubtful,
  a.ref AS opened_by, z.ref AS closed_by, t.organization AS organization_id, t.post AS post_id, t.party AS holder_id,
  coalesce(h.kind, 'person') AS kind
FROM line
JOIN root ON root.branch_id = line.branch_id
JOIN tenure t ON t.branch_id = line.ancestor_id
  AND (t.pos_to = {OPEN} AND line.upto = {OPEN} OR t.pos_from <= line.upto AND t.pos_to > line.upto)
JOIN event a ON a.position = t.opened_by
LEFT JOIN event z ON z.position = t.closed_by
LEFT JOIN own ON own.branch_id = line.branch_id AND own.post = t.post
LEFT JOIN named h ON h.branch_id = line.branch_id AND h.id = t.party
LEFT JOIN named q ON q.branch_id = line.branch_id AND q.id = t.post
LEFT JOIN named g ON g.branch_id = line.branch_id AND g.id = t.organization
WHERE line.depth = coalesce(own.depth, root.depth)
"""

EVENT = f"""
CREATE VIEW v_event AS
WITH {NAMES},
later AS MATERIALIZED (
  SELECT line.branch_id, max(e.position) AS position, e.type,
    CASE WHEN instr(json_extract(e.payload, '$.event'), '/') > 0 THEN json_extract(e.payload, '$.event')
    ELSE e.record || '/' || json_extract(e.payload, '$.event') END AS ref
  FROM line JOIN event e ON e.branch_id = line.ancestor_id AND e.position <= line.upto
  WHERE e.type IN ('corrected', 'retracted', 'omitted', 'changed')
  GROUP BY line.branch_id, 4)
SELECT line.branch, line.hypothetical, e.position, e.ref AS id, e.record, e.type,
  json_extract(e.payload, '$.at.text') AS at, {iso("e.earliest")} AS earliest, {iso("e.latest")} AS latest,
  {iso("e.announced")} AS announced,
  CASE e.claim WHEN 0 THEN 'confirmed' WHEN 1 THEN 'reported' ELSE 'disputed' END AS claim,
  (SELECT group_concat(coalesce(n.name, j.value), ', ') FROM json_each(e.payload, '$.who') j
    LEFT JOIN named n ON n.branch_id = line.branch_id AND n.id = j.value) AS who,
  (SELECT group_concat(coalesce(n.name, j.value), ', ') FROM (
      SELECT value FROM json_each(e.payload, '$.to') UNION ALL SELECT value FROM json_each(e.payload, '$.from')
      UNION ALL SELECT value FROM json_each(e.payload, '$.post')) j
    LEFT JOIN named n ON n.branch_id = line.branch_id AND n.id = j.value) AS posts,
  json_extract(e.payload, '$.note') AS note, later.type AS superseded,
  (SELECT group_concat(coalesce(json_extract(h.payload, '$.sources."' || j.value || '".title'), j.value), '; ')
    FROM json_each(e.payload, '$.sources') j) AS sources,
  (SELECT group_concat(j.value, ', ') FROM json_each(e.payload, '$.because') j WHERE j.type = 'text') AS because,
  {iso("e.recorded_at")} AS recorded_at, e.payload
FROM line
JOIN event e ON e.branch_id = line.ancestor_id AND e.position <= line.upto AND e.type <> 'record_declared'
LEFT JOIN later ON later.branch_id = line.branch_id AND later.ref = e.ref
LEFT JOIN header h ON h.branch_id = line.branch_id AND h.record = e.record
"""


def upgrade() -> None:
    """Make the views; in PostgreSQL, everything."""
    if op.get_bind().dialect.name == "postgresql":
        sql = Path(__file__).parents[1] / "postgresql" / "0004.sql"
        op.get_bind().exec_driver_sql(sql.read_text(encoding="utf-8").replace("%", "%%"))
        return
    for view in (BRANCH, TENURE, EVENT):
        op.execute(view.replace(":", "\\:"))


def downgrade() -> None:
    """Take the views away.

    Raises:
        RuntimeError: it is a ledger in PostgreSQL, which begins here.
    """
    if op.get_bind().dialect.name == "postgresql":
        raise RuntimeError("a ledger in PostgreSQL cannot go back before schema 0004")
    for name in ("v_event", "v_tenure", "v_branch"):
        op.execute(f"DROP VIEW {name}")
