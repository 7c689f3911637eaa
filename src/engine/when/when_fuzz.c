/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * when_fuzz.c - what is parsed is printed as it was, guesses are zones that are known, any bytes
 * are a zone file or none.
 */
#include "base/check.h"
#include "base/utf8.h"
#include "engine/when/when.h"
#include "engine/when/zone.h"
#include "fuzz.h"

static void check_date(arena *a, str text)
{
    struct when_date d;
    if (!when_date_parse(text, &d))
        return;
    ASSERT(str_eq(when_date_text(a, d), text));
    ASSERT(when_date_cmp(when_date_of_number(when_date_number(d)), d) == 0);
}

static void check_rfc3339(arena *a, str text)
{
    static const str zones[] = { S_INIT("UTC"), S_INIT("Europe/Berlin"),
                                 S_INIT("Australia/Lord_Howe") };
    int64_t ms, again;
    bool has_offset;
    if (!when_rfc3339_parse(text, &ms, &has_offset))
        return;
    for (size_t i = 0; i < COUNT_OF(zones); i++) {
        struct when_local l = when_local_of(ms, zones[i]);
        ASSERT(l.hour < 24 && l.minute < 60 && l.second < 60);
        int64_t back = when_instant(l, zones[i]);
        ASSERT(back <= ms && ms - back < 4 * INT64_C(3600000));
        if (l.date.year < 0 || l.date.year > 9999)
            continue;
        ASSERT(when_rfc3339_parse(when_rfc3339(a, ms, zones[i]), &again, &has_offset));
        ASSERT(has_offset && again <= ms && ms - again < 1000);
        ASSERT(utf8_valid(when_near(a, ms, 0, zones[i], LANG_DE)));
    }
}

static void check_guess(arena *a, str text)
{
    str zone = when_zone_guess(a, text);
    ASSERT(zone.p == NULL || when_zone_known(zone));
}

static void check_zone(arena *a, str bytes)
{
    static const int64_t instants[] = { INT64_MIN / 1000, -1,         0,
                                        1341820800,       4102444800, INT64_MAX / 1000 };
    const struct zone *z = zone_parse(a, S("x"), bytes);
    if (z == NULL)
        return;
    for (size_t i = 0; i < COUNT_OF(instants); i++) {
        struct zone_change next, now = zone_at(z, instants[i]);
        ASSERT(now.offset_s > -26 * 3600 && now.offset_s < 26 * 3600);
        ASSERT(!zone_next(z, instants[i], &next) || next.at_s > instants[i]);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SCRATCH(a);
    str text = { (const char *)data, size };
    check_date(a, text);
    check_rfc3339(a, text);
    check_guess(a, text);
    check_zone(a, text);
    return 0;
}
