-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Addresses that were typed to get a sign-in link by mail, until they were looked up a moment later.

CREATE TABLE sign_in_wish (
    id ROWID64,
    email TEXT NOT NULL,
    language TEXT NOT NULL
) STRICT;
