-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Encounters, promises, and lines that wait for an answer. As in the book every row bears the account
-- and every query asks for it; days are texts; removed_ms 0 is "stands". A merge of people moves no row.

-- `key` is the form's, so that a repeat stores once. `line` is what was typed, `rest` what of it was not
-- understood. time_ms is noon of the day where no time was said.
CREATE TABLE encounter (
    id ROWID64,
    account INT64 NOT NULL REFERENCES account (id),
    key TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('call', 'visit', 'letter', 'mail', 'chat', 'video', 'event')),
    time_ms INT64 NOT NULL,
    day TEXT NOT NULL,
    minutes INT64 NOT NULL DEFAULT 0 CHECK (minutes BETWEEN 0 AND 1440),
    place TEXT NOT NULL DEFAULT '',
    meeting TEXT NOT NULL DEFAULT '',
    started_by TEXT NOT NULL DEFAULT '' CHECK (started_by IN ('me', 'they', '')),
    spoke TEXT NOT NULL DEFAULT '' CHECK (spoke IN ('me', 'even', 'they', '')),
    heard TEXT NOT NULL DEFAULT '',
    given TEXT NOT NULL DEFAULT '',
    received TEXT NOT NULL DEFAULT '',
    line TEXT NOT NULL DEFAULT '',
    rest TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL DEFAULT 'mine',
    source_id INT64 NOT NULL DEFAULT 0,
    created_ms INT64 NOT NULL,
    changed_ms INT64 NOT NULL,
    removed_ms INT64 NOT NULL DEFAULT 0,
    UNIQUE (account, key)
) STRICT;

CREATE INDEX encounter_time ON encounter (account, time_ms);

CREATE TABLE encounter_person (
    encounter INT64 NOT NULL REFERENCES encounter (id),
    account INT64 NOT NULL REFERENCES account (id),
    person INT64 NOT NULL REFERENCES person (id),
    PRIMARY KEY (encounter, person)
) STRICT;

CREATE INDEX encounter_person_person ON encounter_person (person, account);

-- `encounter` is 0 for one that was not made in one.
CREATE TABLE promise (
    id ROWID64,
    account INT64 NOT NULL REFERENCES account (id),
    person INT64 NOT NULL REFERENCES person (id),
    encounter INT64 NOT NULL DEFAULT 0,
    side TEXT NOT NULL CHECK (side IN ('mine', 'theirs')),
    text TEXT NOT NULL,
    due TEXT NOT NULL DEFAULT '',
    kept_ms INT64 NOT NULL DEFAULT 0,
    dropped_ms INT64 NOT NULL DEFAULT 0,
    created_ms INT64 NOT NULL,
    removed_ms INT64 NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX promise_person ON promise (person, account);
CREATE INDEX promise_encounter ON promise (encounter, account);
CREATE INDEX promise_open ON promise (account, due) WHERE kept_ms = 0 AND dropped_ms = 0 AND removed_ms = 0;

-- `line` as typed; `read`: the same with what was answered so far; person, kind, meeting, day: what is
-- known besides the line.
CREATE TABLE line_waiting (
    id ROWID64,
    account INT64 NOT NULL REFERENCES account (id),
    key TEXT NOT NULL,
    line TEXT NOT NULL,
    read TEXT NOT NULL,
    person INT64 NOT NULL DEFAULT 0,
    kind TEXT NOT NULL DEFAULT '',
    meeting TEXT NOT NULL DEFAULT '',
    day TEXT NOT NULL DEFAULT '',
    why TEXT NOT NULL,
    time_ms INT64 NOT NULL,
    UNIQUE (account, key)
) STRICT;
