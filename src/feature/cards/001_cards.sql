-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Cards: what people say of themselves for somebody else's book, and that they agreed to it. `account` is
-- whose box a card lies in; every query about a box asks for it. removed cards are erased, not marked.

-- What members say on their own card, which they offer to others. No row: no card.
CREATE TABLE card_own (
    account INT64 PRIMARY KEY REFERENCES account (id),
    name TEXT NOT NULL DEFAULT '',
    reach TEXT NOT NULL DEFAULT '',
    seeks TEXT NOT NULL DEFAULT '',
    offers TEXT NOT NULL DEFAULT '',
    shown INT64 NOT NULL DEFAULT 0 CHECK (shown IN (0, 1)), -- is known by what they say in conversations
    changed_ms INT64 NOT NULL
) STRICT;

-- The texts that people agreed to, word by word as they read them (Regulation (EU) 2016/679, art. 7 (1)).
CREATE TABLE card_consent (
    id ROWID64,
    version TEXT NOT NULL,
    lang TEXT NOT NULL,
    text TEXT NOT NULL UNIQUE
) STRICT;

-- `giver` is the account that offered it, 0 for a guest, whose private link has the digest.
-- person, made, encounter: what became of it in the book; made: the person was not in the book before.
CREATE TABLE card (
    id ROWID64,
    account INT64 NOT NULL REFERENCES account (id),
    giver INT64 NOT NULL DEFAULT 0,
    digest TEXT NOT NULL UNIQUE,
    to_name TEXT NOT NULL,
    on_behalf INT64 NOT NULL DEFAULT 0 CHECK (on_behalf IN (0, 1)), -- the host keeps it for to_name
    name TEXT NOT NULL,
    reach TEXT NOT NULL,
    seeks TEXT NOT NULL DEFAULT '',
    offers TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL, -- of what they met at, and its page
    path TEXT NOT NULL,
    left_ms INT64 NOT NULL,
    until_ms INT64 NOT NULL, -- is erased then, unless it was taken
    consent INT64 NOT NULL REFERENCES card_consent (id),
    state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'taken', 'declined')),
    state_ms INT64 NOT NULL DEFAULT 0,
    person INT64 NOT NULL DEFAULT 0,
    made INT64 NOT NULL DEFAULT 0 CHECK (made IN (0, 1)),
    encounter INT64 NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX card_box ON card (account, state, left_ms);
CREATE INDEX card_giver ON card (giver, account) WHERE giver <> 0;
CREATE INDEX card_left ON card (left_ms);
CREATE INDEX card_person ON card (person) WHERE person <> 0;

-- The facts that a card brought into the book: these go when it is taken back.
CREATE TABLE card_fact (
    card INT64 NOT NULL REFERENCES card (id),
    account INT64 NOT NULL REFERENCES account (id),
    kind TEXT NOT NULL CHECK (kind IN ('datum', 'item')),
    fact INT64 NOT NULL,
    PRIMARY KEY (card, kind, fact)
) STRICT;

-- Digests of private links that were given, so that a form sent again after its card was taken back
-- makes no second one.
CREATE TABLE card_used (
    digest TEXT PRIMARY KEY,
    time_ms INT64 NOT NULL
) STRICT;

-- Speakers who have an account: cards for that name at that talk go to it.
CREATE TABLE card_speaker (
    room INT64 NOT NULL,
    name TEXT NOT NULL,
    account INT64 NOT NULL REFERENCES account (id),
    PRIMARY KEY (room, name)
) STRICT;

CREATE INDEX card_speaker_account ON card_speaker (account);
