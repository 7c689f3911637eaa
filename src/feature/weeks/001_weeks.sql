-- SPDX-License-Identifier: AGPL-3.0-or-later
--
-- Event weeks: days, talks, speakers. What a programme of 900 talks needs in lists stands in the talk's
-- row; a talk's digest tells an import in one comparison whether anything changed.

-- Every slug of the house, given once and never again. `given` counts how often the name was asked
-- for, so that the next free "-2", "-3" … is found without trying them all.
CREATE TABLE slug (
    name  TEXT PRIMARY KEY NOT NULL,
    given INT64 NOT NULL
) STRICT;

CREATE TABLE week (
    id          ROWID64,
    slug        TEXT NOT NULL UNIQUE,
    title       TEXT NOT NULL,
    subtitle    TEXT NOT NULL,
    acronym     TEXT NOT NULL,
    place       TEXT NOT NULL,
    zone        TEXT NOT NULL,
    url         TEXT NOT NULL,
    text        TEXT NOT NULL,
    start_date  TEXT NOT NULL,
    end_date    TEXT NOT NULL,
    modified_ms INT64 NOT NULL
) STRICT;

CREATE TABLE week_day (
    week INT64 NOT NULL REFERENCES week (id),
    date TEXT NOT NULL,
    PRIMARY KEY (week, date)
) STRICT;

CREATE TABLE speaker (
    id        ROWID64,
    week      INT64 NOT NULL REFERENCES week (id),
    slug      TEXT NOT NULL UNIQUE,
    source_id TEXT NOT NULL,
    name      TEXT NOT NULL,
    biography TEXT NOT NULL
) STRICT;
CREATE INDEX speaker_of_week ON speaker (week, name);

CREATE TABLE talk (
    id           ROWID64,
    week         INT64 NOT NULL REFERENCES week (id),
    slug         TEXT NOT NULL UNIQUE,
    uid          TEXT NOT NULL,
    guid         TEXT NOT NULL,
    source_id    TEXT NOT NULL,
    title        TEXT NOT NULL,
    subtitle     TEXT NOT NULL,
    track        TEXT NOT NULL,
    place        TEXT NOT NULL,
    type         TEXT NOT NULL,
    language     TEXT NOT NULL,
    url          TEXT NOT NULL,
    text         TEXT NOT NULL,
    day          TEXT NOT NULL,
    start_ms     INT64 NOT NULL,
    duration_min INT64 NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('planned', 'cancelled')),
    sequence     INT64 NOT NULL,
    modified_ms  INT64 NOT NULL,
    digest       TEXT NOT NULL,
    search       TEXT NOT NULL,
    room         INT64 NOT NULL,
    UNIQUE (week, uid)
) STRICT;
CREATE INDEX talk_of_day ON talk (week, day, start_ms);

CREATE TABLE talk_speaker (
    talk     INT64 NOT NULL REFERENCES talk (id),
    position INT64 NOT NULL,
    speaker  INT64 NOT NULL REFERENCES speaker (id),
    PRIMARY KEY (talk, position)
) STRICT;
CREATE INDEX talk_of_speaker ON talk_speaker (speaker);

CREATE TABLE talk_link (
    talk     INT64 NOT NULL REFERENCES talk (id),
    position INT64 NOT NULL,
    url      TEXT NOT NULL,
    title    TEXT NOT NULL,
    PRIMARY KEY (talk, position)
) STRICT;
