-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The yearly review: who was last asked about when, and after how many years somebody is asked about.

CREATE TABLE keeping_choice (
    account INT64 PRIMARY KEY REFERENCES account (id),
    years INT64 NOT NULL CHECK (years BETWEEN 1 AND 20)
) STRICT;

CREATE TABLE keeping_asked (
    account INT64 NOT NULL REFERENCES account (id),
    person INT64 NOT NULL REFERENCES person (id),
    asked_ms INT64 NOT NULL,
    PRIMARY KEY (account, person)
) STRICT;
