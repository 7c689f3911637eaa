-- SPDX-License-Identifier: AGPL-3.0-or-later
--
-- A room, its log of events, and what each message says today.
--
-- The log holds no words: an event names the message it is about, and every reader, live or late, is
-- shown that message as it stands now. So what was hidden or erased can never be replayed.

CREATE TABLE room (
    id    ROWID64,
    slug  TEXT NOT NULL UNIQUE,
    path  TEXT NOT NULL,
    title TEXT NOT NULL,
    zone  TEXT NOT NULL,
    head  INT64 NOT NULL DEFAULT 0 -- SEQ of the last event
) STRICT;

CREATE TABLE room_event (
    room    INT64 NOT NULL REFERENCES room (id),
    seq     INT64 NOT NULL, -- 1, 2, 3 … without holes
    kind    TEXT NOT NULL,  -- message, edit, hide, restore, pin, phase
    time_ms INT64 NOT NULL,
    message INT64,          -- SEQ of the message it is about
    PRIMARY KEY (room, seq)
) STRICT;

CREATE TABLE room_message (
    room    INT64 NOT NULL REFERENCES room (id),
    seq     INT64 NOT NULL, -- of the event that brought it
    time_ms INT64 NOT NULL,
    name    TEXT NOT NULL,
    text    TEXT NOT NULL,
    state   TEXT NOT NULL DEFAULT 'shown',
    key     TEXT NOT NULL,  -- the client's, so that a repeated request says nothing twice
    digest  TEXT NOT NULL,  -- of name and text as they were said
    PRIMARY KEY (room, seq),
    UNIQUE (room, key)
) STRICT;
