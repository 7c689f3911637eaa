-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Care: what is put off, aims, and how the owner is reminded. As in the book every row bears the account
-- and every query asks for it; days are texts; removed_ms 0 is "stands". A merge of people moves no row.

-- Not in Today before `until`: a person, or a step of an aim that is about nobody.
CREATE TABLE snooze (
    account INT64 NOT NULL REFERENCES account (id),
    what TEXT NOT NULL CHECK (what IN ('person', 'step')),
    ref INT64 NOT NULL,
    until TEXT NOT NULL,
    PRIMARY KEY (account, what, ref)
) STRICT;

-- on_behalf_of: the person for whom it is sought; 0 = the owner.
CREATE TABLE aim (
    id ROWID64,
    account INT64 NOT NULL REFERENCES account (id),
    title TEXT NOT NULL,
    why TEXT NOT NULL DEFAULT '',
    on_behalf_of INT64 NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'reached', 'dropped')),
    created_ms INT64 NOT NULL,
    changed_ms INT64 NOT NULL,
    removed_ms INT64 NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX aim_account ON aim (account, state);

CREATE TABLE aim_person (
    aim INT64 NOT NULL REFERENCES aim (id),
    account INT64 NOT NULL REFERENCES account (id),
    person INT64 NOT NULL REFERENCES person (id),
    PRIMARY KEY (aim, person)
) STRICT;

CREATE INDEX aim_person_person ON aim_person (person);

-- `person` is 0 for a step with nobody, `due` '' for one without a day.
CREATE TABLE aim_step (
    id ROWID64,
    account INT64 NOT NULL REFERENCES account (id),
    aim INT64 NOT NULL REFERENCES aim (id),
    person INT64 NOT NULL DEFAULT 0,
    text TEXT NOT NULL,
    due TEXT NOT NULL DEFAULT '',
    done_ms INT64 NOT NULL DEFAULT 0,
    created_ms INT64 NOT NULL,
    removed_ms INT64 NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX aim_step_aim ON aim_step (aim);
CREATE INDEX aim_step_open ON aim_step (account, due) WHERE done_ms = 0 AND removed_ms = 0;

-- The sleeping tie that was chosen for a week (care_rules_week).
CREATE TABLE care_week (
    account INT64 PRIMARY KEY REFERENCES account (id),
    week INT64 NOT NULL,
    person INT64 NOT NULL
) STRICT;

-- The time the owner has for all of it, in minutes a week.
CREATE TABLE care_hours (
    account INT64 PRIMARY KEY REFERENCES account (id),
    minutes INT64 NOT NULL
) STRICT;

-- The calendar's secret address: its digest only.
CREATE TABLE book_feed (
    account INT64 PRIMARY KEY REFERENCES account (id),
    digest TEXT NOT NULL UNIQUE,
    lang TEXT NOT NULL,
    created_ms INT64 NOT NULL
) STRICT;

-- Today by mail, at this hour in the house's zone; `last` is the day it was last thought of.
CREATE TABLE care_mail (
    account INT64 PRIMARY KEY REFERENCES account (id),
    hour INT64 NOT NULL CHECK (hour BETWEEN 0 AND 23),
    lang TEXT NOT NULL,
    last TEXT NOT NULL DEFAULT ''
) STRICT;

-- What Today asks of everybody in the book is answered from these alone.
CREATE INDEX person_care ON person (account, whole, rests_ms, closeness, rhythm_days, last_ms, gap_days, met_count)
    WHERE rests_ms = 0 AND whole = id;
CREATE INDEX datum_birthday ON datum (account, substr(value, -5)) WHERE kind = 'birthday' AND removed_ms = 0;
CREATE INDEX role_ended ON role (account, to_on) WHERE to_on <> '' AND removed_ms = 0;
