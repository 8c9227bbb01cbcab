-- The steps of the walk–run return and the races were kept in the conversation's memo; they are facts, so they move to the journal.
ALTER TABLE journal ADD COLUMN step INTEGER;         -- of the walk–run return; 0 = the brisk walk before it
ALTER TABLE journal ADD COLUMN race_date TEXT;       -- NULL in an entry of kind 'race': the race is off
ALTER TABLE journal ADD COLUMN marathon INTEGER;

-- The memo is JSON within JSON: {"runs": [[local day, step, turn], …], "race": {"day": …, "marathon": …}}, days since 1970.
INSERT INTO journal (runner, id, turn, at, local_date, kind, undone, step)
    SELECT runners.id,
           (SELECT COALESCE(MAX(journal.id), 0) FROM journal WHERE journal.runner = runners.id) + run.key + 1,
           json_extract(run.value, '$[2]'),
           json_extract(run.value, '$[0]') * 86400,
           date(json_extract(run.value, '$[0]') * 86400, 'unixepoch'),
           'ran', 0,
           json_extract(run.value, '$[1]')
    FROM runners, json_each(runners.dialogue ->> '$.memo' ->> '$.runs') AS run;
INSERT INTO journal (runner, id, turn, at, local_date, kind, undone, race_date, marathon)
    SELECT runners.id,
           (SELECT COALESCE(MAX(journal.id), 0) FROM journal WHERE journal.runner = runners.id) + 1,
           runners.dialogue ->> '$.turns',
           runners.heard_at,
           date(runners.heard_at, 'unixepoch'),
           'race', 0,
           date((runners.dialogue ->> '$.memo' ->> '$.race.day') * 86400, 'unixepoch'),
           runners.dialogue ->> '$.memo' ->> '$.race.marathon'
    FROM runners WHERE runners.dialogue ->> '$.memo' ->> '$.race.day' IS NOT NULL;

CREATE VIEW runs AS
    SELECT runner, id, turn, at, local_date, step FROM journal WHERE kind = 'ran' AND NOT undone;
CREATE VIEW races AS
    SELECT runner, id, turn, at, local_date, race_date, marathon FROM journal WHERE kind = 'race' AND NOT undone;
