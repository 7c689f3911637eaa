-- SPDX-License-Identifier: AGPL-3.0-or-later
--
-- Posts as they stand now, every version of them that was ever saved, and their tags.

CREATE TABLE post (
    id           ROWID64,
    slug         TEXT NOT NULL UNIQUE,
    uid          TEXT NOT NULL UNIQUE, -- the Atom id: stays, should the house move
    form         TEXT NOT NULL UNIQUE, -- key of the form that made it: sent twice, it makes one post
    link         INT64 UNIQUE,         -- the private link it was begun with; NULL: by a host
    state        TEXT NOT NULL CHECK (state IN ('draft', 'published')),
    version      INT64 NOT NULL,       -- counts what was saved
    saved_by     TEXT NOT NULL,
    created_ms   INT64 NOT NULL,
    modified_ms  INT64 NOT NULL,
    published_ms INT64 NOT NULL,       -- the first time; 0 = never yet
    room         INT64 NOT NULL,       -- made with the first publication; 0 before
    title        TEXT NOT NULL,
    language     TEXT NOT NULL,
    author       TEXT NOT NULL,
    address      TEXT NOT NULL,
    written      TEXT NOT NULL,        -- the author's date, "2012-07-09"
    tags         TEXT NOT NULL,        -- as written, ", " between them
    text         TEXT NOT NULL
) STRICT;
CREATE INDEX post_newest ON post (state, published_ms, id);

CREATE TABLE post_version (
    post     INT64 NOT NULL REFERENCES post (id),
    version  INT64 NOT NULL,
    saved_ms INT64 NOT NULL,
    saved_by TEXT NOT NULL,
    title    TEXT NOT NULL,
    language TEXT NOT NULL,
    author   TEXT NOT NULL,
    address  TEXT NOT NULL,
    written  TEXT NOT NULL,
    tags     TEXT NOT NULL,
    text     TEXT NOT NULL,
    PRIMARY KEY (post, version)
) STRICT;

-- `tag` is what stands in addresses, `name` what is read.
CREATE TABLE post_tag (
    post INT64 NOT NULL REFERENCES post (id),
    tag  TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (post, tag)
) STRICT;
CREATE INDEX post_of_tag ON post_tag (tag, post);
