-- SPDX-License-Identifier: AGPL-3.0-or-later
--
-- A member who wants to be known by what they say: their account, 0 for everybody else. No reference, for
-- the words stay when the account goes (rooms_next_forget).

ALTER TABLE room_message ADD COLUMN account INT64 NOT NULL DEFAULT 0;
CREATE INDEX room_message_account ON room_message (account) WHERE account <> 0;
