-- SPDX-License-Identifier: AGPL-3.0-or-later
--
-- What the host decides about the house: short texts by name.

CREATE TABLE setting (
    name  TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT;
