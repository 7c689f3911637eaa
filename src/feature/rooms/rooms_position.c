/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_position.c - see rooms_position.h.
 */
#include "feature/rooms/rooms_position.h"

#include <inttypes.h>

#define EPOCH_MAX 32
#define SEQ_DIGITS_MAX 18 /* always fits an int64_t */

str rooms_position_text(arena *a, str epoch, int64_t seq)
{
    return str_format(a, "%.*s.%" PRId64, STR_ARG(epoch), seq);
}

static bool is_epoch(str s)
{
    for (size_t i = 0; i < s.n; i++) {
        bool digit = s.p[i] >= '0' && s.p[i] <= '9';
        bool letter = s.p[i] >= 'a' && s.p[i] <= 'z';
        if (!digit && !letter)
            return false;
    }
    return s.n > 0 && s.n <= EPOCH_MAX;
}

static bool is_seq(str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    }
    return s.n > 0 && s.n <= SEQ_DIGITS_MAX && (s.p[0] != '0' || s.n == 1);
}

bool rooms_position_parse(str text, struct rooms_position *ret)
{
    str epoch = { 0 }, digits = { 0 };
    if (!str_cut(text, '.', &epoch, &digits) || !is_epoch(epoch) || !is_seq(digits))
        return false;
    int64_t seq = 0;
    if (!str_to_int64(digits, &seq))
        return false;
    *ret = (struct rooms_position){ epoch, seq };
    return true;
}

struct rooms_resume rooms_resume_of(str last_id, str after, str epoch, int64_t head)
{
    struct rooms_resume anew = { .after = head };
    str asked = str_empty(last_id) ? after : last_id;
    if (str_empty(asked))
        return anew;
    struct rooms_position from = { 0 };
    if (!rooms_position_parse(asked, &from)) {
        anew.why = "garbage";
        return anew;
    }
    anew.from = asked;
    if (!str_eq(from.epoch, epoch))
        anew.why = "epoch";
    else if (from.seq > head)
        anew.why = "future";
    else if (head - from.seq > ROOMS_REPLAY_MAX)
        anew.why = "stale";
    else
        anew.after = from.seq;
    return anew;
}
