-- SPDX-License-Identifier: AGPL-3.0-or-later
-- For looking back: the few encounters in which something was received, and promises that were kept.

CREATE INDEX encounter_received ON encounter (account, time_ms) WHERE received <> '' AND removed_ms = 0;
CREATE INDEX promise_kept ON promise (account, kept_ms) WHERE kept_ms > 0 AND removed_ms = 0;
