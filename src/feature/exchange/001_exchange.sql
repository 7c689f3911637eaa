-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What came in, so that all of it can be taken back. No name of anybody stands here.

-- An import is 'pending' while it runs and 'done' when all of it is in; one that stopped on its way is
-- taken back. touched_ms: the last sign of life of who works on it. `report` is JSON.
CREATE TABLE import (
    id ROWID64,
    account INT64 NOT NULL REFERENCES account (id),
    files TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'undoing', 'undone')),
    time_ms INT64 NOT NULL,
    touched_ms INT64 NOT NULL,
    report TEXT NOT NULL DEFAULT '',
    undone_ms INT64 NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX import_account ON import (account, id);

-- Whom an import touched; made: they were not in the book before.
CREATE TABLE import_person (
    import INT64 NOT NULL REFERENCES import (id),
    account INT64 NOT NULL REFERENCES account (id),
    person INT64 NOT NULL,
    made INT64 NOT NULL,
    PRIMARY KEY (import, person)
) STRICT;

CREATE INDEX import_person_person ON import_person (person);

-- Rows it made that bear no source of their own.
CREATE TABLE import_row (
    import INT64 NOT NULL REFERENCES import (id),
    account INT64 NOT NULL REFERENCES account (id),
    kind TEXT NOT NULL CHECK (kind IN ('note', 'kept')),
    ref INT64 NOT NULL,
    PRIMARY KEY (import, kind, ref)
) STRICT;
