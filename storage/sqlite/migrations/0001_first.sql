-- Times are UTC epoch seconds (…_at, at); a day on the runner's own clock is a text (local_date). Names are those of storage/names.hpp.

-- AUTOINCREMENT here and below: the number of an erased row is never given again.
CREATE TABLE runners (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    channel   TEXT NOT NULL,     -- the identity that spoke last: where reminders go
    address   TEXT NOT NULL,
    profile   TEXT NOT NULL,     -- JSON, see storage/runner_json.hpp
    dialogue  TEXT NOT NULL,     -- JSON
    reachable INTEGER NOT NULL,
    joined_at INTEGER NOT NULL,
    heard_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE identities (
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    runner  INTEGER NOT NULL REFERENCES runners (id) ON DELETE CASCADE,
    PRIMARY KEY (channel, address)
) STRICT, WITHOUT ROWID;
CREATE INDEX identities_by_runner ON identities (runner);

-- What happened, in the runner's order. Clustered by runner: reading a journal is one range, adding to it one page.
CREATE TABLE journal (
    runner       INTEGER NOT NULL REFERENCES runners (id) ON DELETE CASCADE,
    id           INTEGER NOT NULL,    -- counts up within the runner
    turn         INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    local_date   TEXT NOT NULL,
    kind         TEXT NOT NULL,
    undone       INTEGER NOT NULL,
    symptom      TEXT,
    exercise     TEXT,
    sets         INTEGER,
    reps         TEXT,                -- JSON array: one number for all sets, or one for each
    hold_seconds INTEGER,
    grams        INTEGER,
    unit         TEXT,                -- in which the runner said it
    side         TEXT,
    rpe          REAL,
    pain         REAL,                -- Numeric Pain Rating Scale, 0–10
    moment       TEXT,                -- now, during, next_morning
    circuit      TEXT,
    gentler      INTEGER,
    better       INTEGER,
    red_flag     TEXT,
    words        TEXT,                -- the runner's own, of red flags only
    PRIMARY KEY (runner, id)
) STRICT, WITHOUT ROWID;

-- At most one daily reminder of a runner.
CREATE TABLE reminders (
    runner            INTEGER PRIMARY KEY REFERENCES runners (id) ON DELETE CASCADE,
    minutes           INTEGER NOT NULL,    -- after the runner's midnight
    weekdays          INTEGER NOT NULL,    -- bit 0 is Monday
    next_at           INTEGER,
    snoozed_to        INTEGER,
    paused_until_date TEXT
) STRICT;
CREATE INDEX reminders_due ON reminders (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX reminders_snoozed ON reminders (snoozed_to) WHERE snoozed_to IS NOT NULL;

-- Names no runner, so it stays when one is erased: the update that asked for it must not be taken for a new one.
CREATE TABLE seen_updates (
    channel TEXT NOT NULL,
    id      TEXT NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (channel, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX seen_updates_by_age ON seen_updates (at);

-- Replies on their way out. A delivered one is deleted. No reference to runners: the farewell leaves after its runner.
CREATE TABLE outbox (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    runner     INTEGER NOT NULL,
    channel    TEXT NOT NULL,
    address    TEXT NOT NULL,
    payload    TEXT NOT NULL,
    made_at    INTEGER NOT NULL,
    attempts   INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER NOT NULL DEFAULT 0,
    trouble    TEXT NOT NULL DEFAULT '',
    dead_at    INTEGER
) STRICT;
CREATE INDEX outbox_dead ON outbox (id) WHERE dead_at IS NOT NULL;

-- Of a chat, not of a runner: the farewell is read after its runner is gone.
CREATE TABLE transcript (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    channel     TEXT NOT NULL,
    address     TEXT NOT NULL,
    from_runner INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    payload     TEXT NOT NULL
) STRICT;
CREATE INDEX transcript_by_chat ON transcript (channel, address, id);

-- Chats that still show a farewell; sweeping takes both away.
CREATE TABLE farewells (
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (channel, address)
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The journal for people with a question and sqlite3 at hand. What was undone is not in them.
CREATE VIEW symptoms AS
    SELECT runner, id, turn, at, local_date, symptom, side FROM journal WHERE kind = 'symptom' AND NOT undone;
CREATE VIEW workouts AS
    SELECT runner, id, turn, at, local_date, kind = 'done' AS done, circuit FROM journal WHERE kind IN ('done', 'skipped') AND NOT undone;
CREATE VIEW sets AS
    SELECT runner, id, turn, at, local_date, exercise, sets, reps, hold_seconds, grams, unit, side, rpe
    FROM journal WHERE kind = 'sets' AND NOT undone;
CREATE VIEW pain AS
    SELECT runner, id, turn, at, local_date, pain, moment FROM journal WHERE kind = 'pain' AND NOT undone;
CREATE VIEW safety_events AS
    SELECT runner, id, turn, at, local_date, kind = 'red_flag' AS raised, red_flag, words
    FROM journal WHERE kind IN ('red_flag', 'cleared') AND NOT undone;
