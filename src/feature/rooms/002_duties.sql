-- SPDX-License-Identifier: AGPL-3.0-or-later
--
-- What a house owes to those who write and to those who are written about: who may take a message
-- back, why one is hidden, what was reported; and questions.

ALTER TABLE room_message ADD COLUMN guest TEXT NOT NULL DEFAULT '';    -- digest of the writer's cookie
ALTER TABLE room_message ADD COLUMN mark TEXT NOT NULL DEFAULT '';     -- host, speaker
ALTER TABLE room_message ADD COLUMN question TEXT NOT NULL DEFAULT ''; -- open, answered
ALTER TABLE room_message ADD COLUMN reason TEXT NOT NULL DEFAULT '';   -- why it is hidden, for all to read
CREATE INDEX room_question ON room_message (room, seq) WHERE question <> '';

CREATE TABLE room_report (
    id         ROWID64,
    room       INT64 NOT NULL REFERENCES room (id),
    message    INT64 NOT NULL,
    time_ms    INT64 NOT NULL,
    token      TEXT NOT NULL UNIQUE,      -- digest of the receipt's private address
    reason     TEXT NOT NULL,
    contact    TEXT NOT NULL,
    decision   TEXT NOT NULL DEFAULT '',  -- hide, erase, leave
    answer     TEXT NOT NULL DEFAULT '',
    decided_ms INT64 NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX room_report_time ON room_report (time_ms);
