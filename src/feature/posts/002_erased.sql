-- SPDX-License-Identifier: AGPL-3.0-or-later
--
-- Where public posts stood that were erased: their addresses answer "gone" and are given to no other
-- post. As digests, since an address is made of the words of a title.

CREATE TABLE post_erased (
    digest TEXT PRIMARY KEY NOT NULL
) STRICT;
