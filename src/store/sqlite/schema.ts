/** The schema that this release writes, as `PRAGMA user_version`. */
export const schemaVersion = 2;

/** Marks a file as ours: "Vgie" as `PRAGMA application_id`. */
export const applicationId = 0x56676965;

/**
 * How far apart the journals of two incidents lie: the place of an entry is `number * journalSpan + seq`, one integer
 * key, so that a journal is one run of rows in the order of its entries.
 */
export const journalSpan = 2 ** 22;

/** Tables that schema 2 added: markers of what changed, by what they are about, and values that are kept for a while. */
export const changeTables = `
CREATE TABLE change (
  thing TEXT NOT NULL,
  id TEXT NOT NULL,
  at INTEGER NOT NULL,
  record TEXT NOT NULL,
  PRIMARY KEY (thing, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_by_thing ON change (thing, at, id);
CREATE INDEX change_by_age ON change (at);
CREATE TABLE lent (name TEXT PRIMARY KEY, value TEXT NOT NULL, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`;

/**
 * The tables. What repeats raise (`incident`, `alert_of`) is narrow and apart from the JSON that they do not touch
 * (`record`, `alert`), so that counting a repeat writes few bytes. JSON lies in rowid tables, which keep rows of up to
 * a page without overflow and append instead of sorting in.
 */
export const createSchema = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE grp (
  id INTEGER PRIMARY KEY,
  group_id TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  touched_at INTEGER NOT NULL,
  record TEXT NOT NULL
) STRICT;

CREATE TABLE incident (
  number INTEGER PRIMARY KEY AUTOINCREMENT,  -- the n of VIG-n, never used twice
  grp INTEGER NOT NULL,
  uid TEXT NOT NULL,
  ended INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  received INTEGER NOT NULL,
  last_received_at INTEGER NOT NULL
) STRICT;
CREATE INDEX incident_by_group ON incident (grp);  -- few a group: the uid is compared in the row
CREATE INDEX incident_by_update ON incident (updated_at);
CREATE TABLE record (number INTEGER PRIMARY KEY, record TEXT NOT NULL) STRICT;

CREATE TABLE journal (place INTEGER PRIMARY KEY, entries TEXT NOT NULL) STRICT;  -- one row a commit, at its last entry

CREATE TABLE alert_of (
  incident INTEGER NOT NULL,
  fingerprint TEXT NOT NULL,
  tag TEXT NOT NULL,
  resolved INTEGER NOT NULL,
  first_seen_at INTEGER NOT NULL,
  received INTEGER NOT NULL,
  alert INTEGER NOT NULL,
  PRIMARY KEY (incident, fingerprint)
) STRICT, WITHOUT ROWID;
CREATE TABLE alert (id INTEGER PRIMARY KEY, record TEXT NOT NULL) STRICT;

-- Kept by span of time, two spans at a time: the oldest are one run of rows to delete.
CREATE TABLE attempt (
  span INTEGER NOT NULL,
  grp INTEGER NOT NULL,
  id TEXT NOT NULL,
  number INTEGER NOT NULL,
  received INTEGER NOT NULL,
  PRIMARY KEY (span, grp, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE sender_id (
  span INTEGER NOT NULL,
  grp INTEGER NOT NULL,
  id TEXT NOT NULL,
  PRIMARY KEY (span, grp, id)
) STRICT, WITHOUT ROWID;

-- grp is the subject's group, 0 for a job: what is new sorts in at the end, where the hash in its key would scatter it.
-- A mark that is done stays as an idle row (at and resting are null): its fence must go on growing.
CREATE TABLE mark (
  grp INTEGER NOT NULL,
  key TEXT NOT NULL,
  lane INTEGER NOT NULL,
  rank INTEGER NOT NULL,
  at INTEGER,                 -- when it may be claimed: its due time, or the end of its lease
  wanted INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  fence INTEGER NOT NULL DEFAULT 0,
  leased INTEGER NOT NULL DEFAULT 0,
  later_at INTEGER,           -- what commits asked for since the claim
  later_rank INTEGER,
  not_before INTEGER NOT NULL DEFAULT 0,
  resting TEXT,               -- the reason of a dead letter
  PRIMARY KEY (grp, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX mark_by_due ON mark (lane, rank, at) WHERE at IS NOT NULL;
CREATE INDEX mark_resting ON mark (grp) WHERE resting IS NOT NULL;
CREATE TABLE binding (
  grp INTEGER NOT NULL,
  key TEXT NOT NULL,
  fence INTEGER NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (grp, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE gate (key TEXT PRIMARY KEY, shut_until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
${changeTables}`;
