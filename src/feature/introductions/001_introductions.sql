-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Introductions: two people of a book who are asked whether they want to be made known to each other.
-- As in the book every row bears the account and every query asks for it; a merge of people moves no
-- row. Moments are 0 where they have not come.

-- `key` is the form's, so that a repeat stores once. `why` is for the owner alone; `fee` is said to both
-- before they say yes ('' none). in_turn: b is asked after a has said yes. stays: the owner stays in
-- between afterwards. behalf: the person on whose behalf it is thought of, or 0. `words` are those that
-- bring the two together, `way` how they went. `post`: what the post made of it is called.
CREATE TABLE introduction (
    id ROWID64,
    account INT64 NOT NULL REFERENCES account (id),
    key TEXT NOT NULL,
    why TEXT NOT NULL,
    fee TEXT NOT NULL,
    in_turn INT64 NOT NULL CHECK (in_turn IN (0, 1)),
    stays INT64 NOT NULL CHECK (stays IN (0, 1)),
    behalf INT64 NOT NULL DEFAULT 0,
    words TEXT NOT NULL DEFAULT '',
    way TEXT NOT NULL DEFAULT '' CHECK (way IN ('', 'mail', 'telephone', 'in person')),
    introduced_ms INT64 NOT NULL DEFAULT 0,
    followed14_ms INT64 NOT NULL DEFAULT 0,
    followed60_ms INT64 NOT NULL DEFAULT 0,
    withdrawn_ms INT64 NOT NULL DEFAULT 0,
    post TEXT NOT NULL DEFAULT '',
    created_ms INT64 NOT NULL,
    UNIQUE (account, key)
) STRICT;

-- Both sides of each. `words` is the ask in the owner's words, `reminder` what goes once after a week
-- of silence ('' nothing). went_ms: the mail has left the house. answered_by: 'own word' (by the link),
-- 'owner' (written down by the owner), 'house' (silence). may_ask: agreed to be asked by mail what came
-- of it. worth: tenths (0, 10, 20, 25 …), -1 not known.
CREATE TABLE introduction_side (
    introduction INT64 NOT NULL REFERENCES introduction (id) ON DELETE CASCADE,
    account INT64 NOT NULL REFERENCES account (id),
    side INT64 NOT NULL CHECK (side IN (0, 1)),
    person INT64 NOT NULL REFERENCES person (id),
    state TEXT NOT NULL CHECK (state IN ('unasked', 'asked', 'reminded', 'yes', 'not now', 'no', 'never', 'silent')),
    way TEXT NOT NULL DEFAULT '' CHECK (way IN ('', 'mail', 'telephone', 'in person')),
    language TEXT NOT NULL,
    subject TEXT NOT NULL DEFAULT '',
    words TEXT NOT NULL DEFAULT '',
    reminder TEXT NOT NULL DEFAULT '',
    mail INT64 NOT NULL DEFAULT 0,
    asked_ms INT64 NOT NULL DEFAULT 0,
    went_ms INT64 NOT NULL DEFAULT 0,
    reminded_ms INT64 NOT NULL DEFAULT 0,
    answered_ms INT64 NOT NULL DEFAULT 0,
    answered_by TEXT NOT NULL DEFAULT '' CHECK (answered_by IN ('', 'own word', 'owner', 'house')),
    said TEXT NOT NULL DEFAULT '',
    may_ask INT64 NOT NULL DEFAULT 0 CHECK (may_ask IN (0, 1)),
    told_ms INT64 NOT NULL DEFAULT 0,
    worth INT64 NOT NULL DEFAULT -1 CHECK (worth BETWEEN -1 AND 100),
    worth_words TEXT NOT NULL DEFAULT '',
    worth_by TEXT NOT NULL DEFAULT '' CHECK (worth_by IN ('', 'own word', 'owner')),
    worth_ms INT64 NOT NULL DEFAULT 0,
    released_ms INT64 NOT NULL DEFAULT 0,
    PRIMARY KEY (introduction, side)
) STRICT;

CREATE INDEX introduction_side_person ON introduction_side (person);
CREATE INDEX introduction_side_open ON introduction_side (state) WHERE state IN ('asked', 'reminded');

-- What happened, step by step; side -1: both. who: 'owner', 'they', 'house'.
CREATE TABLE introduction_step (
    id ROWID64,
    account INT64 NOT NULL REFERENCES account (id),
    introduction INT64 NOT NULL REFERENCES introduction (id) ON DELETE CASCADE,
    time_ms INT64 NOT NULL,
    side INT64 NOT NULL,
    what TEXT NOT NULL,
    who TEXT NOT NULL CHECK (who IN ('owner', 'they', 'house')),
    words TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX introduction_step_of ON introduction_step (introduction);

-- Links by which a side answers ('ask') or says what came of it ('outcome'); the token is not stored.
-- All of one side and purpose are used up together.
CREATE TABLE introduction_answer_token (
    digest TEXT PRIMARY KEY,
    account INT64 NOT NULL REFERENCES account (id),
    introduction INT64 NOT NULL REFERENCES introduction (id) ON DELETE CASCADE,
    side INT64 NOT NULL CHECK (side IN (0, 1)),
    purpose TEXT NOT NULL CHECK (purpose IN ('ask', 'outcome')),
    created_ms INT64 NOT NULL,
    expires_ms INT64 NOT NULL,
    used_ms INT64 NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX introduction_answer_token_of ON introduction_answer_token (introduction);

-- Who said: please do not ask again. `introduction`: at which one; 0 told otherwise.
CREATE TABLE introduction_never (
    account INT64 NOT NULL REFERENCES account (id),
    person INT64 NOT NULL REFERENCES person (id),
    introduction INT64 NOT NULL,
    time_ms INT64 NOT NULL,
    PRIMARY KEY (account, person)
) STRICT;

-- Who allows that they are named when the other side is asked: since which day, and how the owner knows.
CREATE TABLE introduction_named (
    account INT64 NOT NULL REFERENCES account (id),
    person INT64 NOT NULL REFERENCES person (id),
    dated TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (account, person)
) STRICT;

-- This came from that: an introduction or encounter names where it came from, once.
CREATE TABLE introduction_chain (
    account INT64 NOT NULL REFERENCES account (id),
    kind TEXT NOT NULL CHECK (kind IN ('introduction', 'encounter')),
    child INT64 NOT NULL,
    from_kind TEXT NOT NULL CHECK (from_kind IN ('introduction', 'encounter')),
    parent INT64 NOT NULL,
    PRIMARY KEY (account, kind, child)
) STRICT;

-- What somebody asked about the data that the book has of them, by the link of a mail; open until the
-- owner says that it was done.
CREATE TABLE introduction_request (
    id ROWID64,
    account INT64 NOT NULL REFERENCES account (id),
    person INT64 NOT NULL REFERENCES person (id),
    what TEXT NOT NULL CHECK (what IN ('object', 'correct', 'erase')),
    words TEXT NOT NULL,
    time_ms INT64 NOT NULL,
    done_ms INT64 NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX introduction_request_open ON introduction_request (account, done_ms);
