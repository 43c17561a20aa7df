"""Asks DuckDB for the episodes of one key seen from several addresses within a
sliding window, and prints how many there are.

For more than one origin the hot time is the union of [q, p + window] over
neighbours p, q of different origin; unions whose pause is at most one window
are one episode. Users with one address have none, so they are not sorted.
Texts are compared by their hashes of 64 bits; of the ways that were tried this
one is the fastest."""

import sys

import duckdb

WINDOW = 300

QUERY = f"""
WITH seen AS MATERIALIZED (
    SELECT _time AS t, hash(user) AS user, hash(src) AS src
    FROM read_csv(?, header = true, auto_detect = false, delim = ',', quote = '"', escape = '"',
        columns = {{'_time': 'DECIMAL(13,3)', 'user': 'VARCHAR', 'src': 'VARCHAR', 'app': 'VARCHAR', 'user_agent': 'VARCHAR'}})
), suspects AS (
    SELECT user FROM seen GROUP BY user HAVING min(src) <> max(src)
), neighbours AS (
    SELECT user, t AS q, lag(t) OVER w AS p, src <> lag(src) OVER w AS moved
    FROM seen SEMI JOIN suspects USING (user)
    WINDOW w AS (PARTITION BY user ORDER BY t)
), hot AS (
    SELECT q - lag(p + {WINDOW}) OVER (PARTITION BY user ORDER BY q) AS pause
    FROM neighbours
    WHERE moved AND q - p <= {WINDOW}
)
SELECT count(*) FROM hot WHERE pause IS NULL OR pause > {WINDOW}
"""

db = duckdb.connect()
print(db.execute(QUERY, [sys.argv[1]]).fetchone()[0])
