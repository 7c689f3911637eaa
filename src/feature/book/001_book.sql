-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The book: people, and everything said of them. Every row bears the account whose book it is in, and
-- every query asks for it. Days are texts ('2012-07-09'); '' is "not known"; removed_ms 0 is "stands".
-- Indexes by person hold the account as well: else the planner, who cannot know that an account has
-- thousands of rows and a person few, would go through the whole book.
-- An account with a book cannot be deleted by itself: `keeping` empties the book first.

-- `whole` is the person this one was merged into, itself where it was not, always flattened. A merge
-- moves no row: what was written of somebody keeps the id it was written with.
-- last_ms to last_by are the pulse, derived from the encounters (book_pulse_set).
CREATE TABLE person (
    id ROWID64,
    account INT64 NOT NULL REFERENCES account (id),
    whole INT64 NOT NULL,
    uid TEXT NOT NULL,
    name TEXT NOT NULL,
    given TEXT NOT NULL DEFAULT '',
    family TEXT NOT NULL DEFAULT '',
    additional TEXT NOT NULL DEFAULT '',
    prefix TEXT NOT NULL DEFAULT '',
    suffix TEXT NOT NULL DEFAULT '',
    nickname TEXT NOT NULL DEFAULT '',
    sort TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL,
    met_how TEXT NOT NULL DEFAULT '',
    met_on TEXT NOT NULL DEFAULT '',
    met_through INT64 NOT NULL DEFAULT 0,
    closeness INT64 NOT NULL DEFAULT 0 CHECK (closeness BETWEEN 0 AND 4),
    rhythm_days INT64 NOT NULL DEFAULT 0,
    rests_ms INT64 NOT NULL DEFAULT 0,
    last_ms INT64 NOT NULL DEFAULT 0,
    gap_days INT64 NOT NULL DEFAULT 0,
    met_count INT64 NOT NULL DEFAULT 0,
    last_kind TEXT NOT NULL DEFAULT '',
    last_by TEXT NOT NULL DEFAULT '' CHECK (last_by IN ('me', 'they', '')),
    created_ms INT64 NOT NULL,
    changed_ms INT64 NOT NULL,
    source TEXT NOT NULL DEFAULT 'mine',
    source_id INT64 NOT NULL DEFAULT 0,
    UNIQUE (account, uid)
) STRICT;

CREATE INDEX person_whole ON person (account, whole);
CREATE INDEX person_name_key ON person (account, name_key);
CREATE INDEX person_last ON person (account, last_ms);

CREATE TABLE person_merge (
    id ROWID64,
    account INT64 NOT NULL REFERENCES account (id),
    into_person INT64 NOT NULL REFERENCES person (id),
    from_person INT64 NOT NULL REFERENCES person (id),
    time_ms INT64 NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    took INT64 NOT NULL DEFAULT 0, -- what the one took over from the other: 1 closeness, 2 rhythm, 4 rest
    undone_ms INT64 NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX person_merge_into ON person_merge (account, into_person);
CREATE INDEX person_merge_from ON person_merge (account, from_person);

-- Who was moved by a merge, and which whole each had before.
CREATE TABLE person_merge_member (
    merge INT64 NOT NULL REFERENCES person_merge (id),
    account INT64 NOT NULL REFERENCES account (id),
    person INT64 NOT NULL REFERENCES person (id),
    was_whole INT64 NOT NULL,
    PRIMARY KEY (merge, person)
) STRICT;

CREATE INDEX person_merge_member_person ON person_merge_member (account, person);

-- Two who are not the same, though they look so: never proposed again. a < b.
CREATE TABLE person_apart (
    account INT64 NOT NULL REFERENCES account (id),
    a INT64 NOT NULL REFERENCES person (id),
    b INT64 NOT NULL REFERENCES person (id),
    time_ms INT64 NOT NULL,
    PRIMARY KEY (account, a, b)
) STRICT;

-- Every single fact besides the name. `fold` is the value as it is compared (book_facts.h).
CREATE TABLE datum (
    id ROWID64,
    account INT64 NOT NULL REFERENCES account (id),
    person INT64 NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    label TEXT NOT NULL DEFAULT '',
    value TEXT NOT NULL,
    fold TEXT NOT NULL,
    source TEXT NOT NULL,
    source_id INT64 NOT NULL DEFAULT 0,
    dated TEXT NOT NULL DEFAULT '',
    expires TEXT NOT NULL DEFAULT '',
    removed_ms INT64 NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX datum_person ON datum (person, account);
CREATE INDEX datum_fold ON datum (account, kind, fold);

CREATE TABLE postal (
    id ROWID64,
    account INT64 NOT NULL REFERENCES account (id),
    person INT64 NOT NULL REFERENCES person (id),
    label TEXT NOT NULL DEFAULT '',
    street TEXT NOT NULL DEFAULT '',
    code TEXT NOT NULL DEFAULT '',
    town TEXT NOT NULL DEFAULT '',
    town_fold TEXT NOT NULL DEFAULT '',
    region TEXT NOT NULL DEFAULT '',
    country TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL,
    source_id INT64 NOT NULL DEFAULT 0,
    dated TEXT NOT NULL DEFAULT '',
    removed_ms INT64 NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX postal_person ON postal (person, account);
CREATE INDEX postal_town ON postal (account, town_fold);
CREATE INDEX postal_code ON postal (account, code);

CREATE TABLE organisation (
    id ROWID64,
    account INT64 NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    url TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    UNIQUE (account, name_key)
) STRICT;

-- from_on, to_on: 'YYYY', 'YYYY-MM' or a day; to_on '' while it lasts.
CREATE TABLE role (
    id ROWID64,
    account INT64 NOT NULL REFERENCES account (id),
    person INT64 NOT NULL REFERENCES person (id),
    organisation INT64 NOT NULL REFERENCES organisation (id),
    title TEXT NOT NULL DEFAULT '',
    from_on TEXT NOT NULL DEFAULT '',
    to_on TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL,
    source_id INT64 NOT NULL DEFAULT 0,
    dated TEXT NOT NULL DEFAULT '',
    removed_ms INT64 NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX role_person ON role (person, account);
CREATE INDEX role_organisation ON role (account, organisation);

-- Ties between others; a < b.
CREATE TABLE tie (
    id ROWID64,
    account INT64 NOT NULL REFERENCES account (id),
    a INT64 NOT NULL REFERENCES person (id),
    b INT64 NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL DEFAULT '',
    since TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL,
    source_id INT64 NOT NULL DEFAULT 0,
    dated TEXT NOT NULL DEFAULT '',
    removed_ms INT64 NOT NULL DEFAULT 0,
    CHECK (a < b)
) STRICT;

CREATE INDEX tie_a ON tie (a, account);
CREATE INDEX tie_b ON tie (b, account);

-- What somebody seeks or offers.
CREATE TABLE item (
    id ROWID64,
    account INT64 NOT NULL REFERENCES account (id),
    person INT64 NOT NULL REFERENCES person (id),
    side TEXT NOT NULL CHECK (side IN ('seeks', 'offers')),
    text TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'stands' CHECK (state IN ('proposed', 'stands', 'gone')),
    source TEXT NOT NULL,
    source_id INT64 NOT NULL DEFAULT 0,
    dated TEXT NOT NULL DEFAULT '',
    expires TEXT NOT NULL DEFAULT '',
    removed_ms INT64 NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX item_person ON item (person, account);
CREATE INDEX item_state ON item (account, state, side);

-- A sensitive note has text '' and its words in `sealed`, with a key that is not in the store.
CREATE TABLE note (
    id ROWID64,
    account INT64 NOT NULL REFERENCES account (id),
    person INT64 NOT NULL REFERENCES person (id),
    text TEXT NOT NULL DEFAULT '',
    sealed BYTES,
    sensitive INT64 NOT NULL DEFAULT 0 CHECK (sensitive IN (0, 1)),
    time_ms INT64 NOT NULL,
    changed_ms INT64 NOT NULL,
    removed_ms INT64 NOT NULL DEFAULT 0,
    CHECK (sensitive = 0 OR text = '')
) STRICT;

CREATE INDEX note_person ON note (person, account);

CREATE TABLE photo (
    person INT64 PRIMARY KEY REFERENCES person (id),
    account INT64 NOT NULL REFERENCES account (id),
    type TEXT NOT NULL,
    bytes BYTES NOT NULL,
    digest TEXT NOT NULL,
    source TEXT NOT NULL,
    source_id INT64 NOT NULL DEFAULT 0,
    dated TEXT NOT NULL DEFAULT '',
    removed_ms INT64 NOT NULL DEFAULT 0
) STRICT;

-- Foreign vCard properties, kept as they came.
CREATE TABLE person_kept (
    id ROWID64,
    account INT64 NOT NULL REFERENCES account (id),
    person INT64 NOT NULL REFERENCES person (id),
    line TEXT NOT NULL
) STRICT;

CREATE INDEX person_kept_person ON person_kept (person, account);

-- Keyed hashes of those who were erased and are not to come back by an import.
CREATE TABLE person_suppressed (
    account INT64 NOT NULL REFERENCES account (id),
    hash TEXT NOT NULL,
    time_ms INT64 NOT NULL,
    PRIMARY KEY (account, hash)
) STRICT;

-- Who opened a book from the command line.
CREATE TABLE book_opened (
    id ROWID64,
    account INT64 NOT NULL REFERENCES account (id),
    time_ms INT64 NOT NULL,
    what TEXT NOT NULL
) STRICT;

CREATE INDEX book_opened_account ON book_opened (account, time_ms);

-- What can be searched: folded words (engine/text), one row a thing. In the index every word begins
-- with seven letters for the account and the kind (book_search_store.h), so that another's rows are
-- never candidates; the twelve lengths of `prefix` count them. detail=none: no phrases, a third of the
-- size. A beginning longer than the longest of `prefix` is merged from all words that begin so before
-- the first hit: slow for frequent words, hence twelve (a quarter more on the disk than six). All
-- beyond ASCII was folded before.
CREATE TABLE book_text (
    id ROWID64,
    account INT64 NOT NULL REFERENCES account (id),
    person INT64 NOT NULL,
    kind TEXT NOT NULL,
    ref INT64 NOT NULL,
    time_ms INT64 NOT NULL,
    words TEXT NOT NULL,
    UNIQUE (account, kind, ref)
) STRICT;

CREATE INDEX book_text_person ON book_text (person, account);

CREATE VIRTUAL TABLE book_search USING fts5 (
    words, content = '', detail = none, columnsize = 0,
    prefix = '8 9 10 11 12 13 14 15 16 17 18 19', tokenize = 'ascii'
);
