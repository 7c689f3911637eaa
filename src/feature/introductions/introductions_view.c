/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * introductions_view.c - the words for what is stored.
 */
#include "feature/introductions/introductions_view.h"

#include <inttypes.h>

#include "base/clock.h"
#include "engine/when/when.h"
#include "feature/house/house.h"

const err *introductions_view_reader(req *r, struct intro_reader *ret)
{
    struct intro_reader v = { .arena = r->arena, .lang = r->out.lang };
    if (!house_reader_zone(r, &v.zone))
        TRY(house_setting(r->store, r->arena, "zone", &v.zone));
    if (!when_zone_known(v.zone))
        v.zone = S("UTC");
    *ret = v;
    return NULL;
}

str introductions_view_path(arena *a, introduction_id id)
{
    return str_format(a, "/introductions/%" PRId64, id.v);
}

str introductions_view_day(const struct intro_reader *v, int64_t ms)
{
    struct when_date date = when_local_of(ms, v->zone).date;
    return when_day_known(v->arena, when_date_text(v->arena, date), v->lang);
}

str introductions_view_stage_name(const struct introduction *i)
{
    static const char *const names[STAGES] = {
        [STAGE_DRAFTED] = "drafted",     [STAGE_ASKED] = "asked",
        [STAGE_AGREED] = "agreed",       [STAGE_NOT_NOW] = "not now",
        [STAGE_DECLINED] = "declined",   [STAGE_INTRODUCED] = "introduced",
        [STAGE_KNOWN] = "outcome known", [STAGE_WITHDRAWN] = "withdrawn",
    };
    return str_of(names[introductions_stage(i)]);
}

str introductions_view_names(arena *a, enum lang lang, const struct introduction *i)
{
    const struct words_value names[] = { { "one", i->side[0].name }, { "other", i->side[1].name } };
    return words_fill(a, words(lang, "{one} and {other}"), names, COUNT_OF(names));
}

/* ---- states ---------------------------------------------------------------------------------- */

str introductions_view_side_state(const struct intro_reader *v, const struct introduction_side *d)
{
    static const char *const said[SIDE_STATES] = {
        [SIDE_UNASKED] = WORDS_MARK("not asked yet"),
        [SIDE_ASKED] = WORDS_MARK("asked {asked}, no answer yet"),
        [SIDE_REMINDED] = WORDS_MARK("asked {asked}, reminded {reminded}, no answer yet"),
        [SIDE_YES] = WORDS_MARK("“Yes, gladly”, {answered}"),
        [SIDE_NOT_NOW] = WORDS_MARK("“Not now”, {answered}"),
        [SIDE_NO] = WORDS_MARK("“No”, {answered}"),
        [SIDE_NEVER] = WORDS_MARK("“Please don't ask again”, {answered}"),
        [SIDE_SILENT] = WORDS_MARK("no answer in two weeks, which counts as a no"),
    };
    const struct words_value days[] = {
        { "asked", d->asked_ms == 0 ? S("") : introductions_view_day(v, d->asked_ms) },
        { "reminded", d->reminded_ms == 0 ? S("") : introductions_view_day(v, d->reminded_ms) },
        { "answered", d->answered_ms == 0 ? S("") : introductions_view_day(v, d->answered_ms) },
    };
    return words_fill(v->arena, words(v->lang, said[introductions_rules_state(d->state)]), days,
                      COUNT_OF(days));
}

/* The one who is awaited, where one is. */
static const struct introduction_side *awaited(const struct introduction *i)
{
    for (size_t side = 0; side < 2; side++) {
        enum introduction_answer state = introductions_rules_state(i->side[side].state);
        if (state == SIDE_ASKED || state == SIDE_REMINDED)
            return &i->side[side];
    }
    return NULL;
}

static str asked_state(const struct intro_reader *v, const struct introduction *i)
{
    const struct introduction_side *d = awaited(i);
    if (d == NULL)
        return words(v->lang, "one has said yes, the other is not asked yet");
    const struct words_value name[] = { { "name", d->name },
                                        { "day", introductions_view_day(v, d->asked_ms) } };
    return words_fill(v->arena, words(v->lang, "{name} has not answered yet, asked {day}"), name,
                      COUNT_OF(name));
}

str introductions_view_state(const struct intro_reader *v, const struct introduction *i)
{
    const struct words_value day = { "day", i->introduced_ms == 0
                                                ? S("")
                                                : introductions_view_day(v, i->introduced_ms) };
    switch (introductions_stage(i)) {
    case STAGE_DRAFTED:
        return words(v->lang, "nobody is asked yet");
    case STAGE_ASKED:
        return asked_state(v, i);
    case STAGE_AGREED:
        return words(v->lang, "both have said yes");
    case STAGE_NOT_NOW:
        return words(v->lang, "not now");
    case STAGE_DECLINED:
        return words(v->lang, "it came to nothing");
    case STAGE_INTRODUCED:
        return words_fill(v->arena,
                          words(v->lang, "introduced {day}; what came of it is not known yet"),
                          &day, 1);
    case STAGE_KNOWN:
        return words_fill(v->arena,
                          words(v->lang, "introduced {day}; both have said what came of "
                                         "it"),
                          &day, 1);
    case STAGE_WITHDRAWN:
    case STAGES:
        break;
    }
    return words(v->lang, "you have let it be");
}

str introductions_view_worth(arena *a, enum lang lang, int64_t worth)
{
    if (worth == WORTH_UNKNOWN)
        return S("");
    if (worth == 0)
        return words(lang, "nothing");
    if (worth == 10)
        return words(lang, "talked");
    if (worth == 20)
        return words(lang, "worked together");
    const char *point = lang == LANG_DE ? "," : ".";
    const struct words_value n = {
        "n", worth % 10 == 0 ? str_format(a, "%" PRId64, worth / 10)
                             : str_format(a, "%" PRId64 "%s%" PRId64, worth / 10, point, worth % 10)
    };
    return words_fill(a, words(lang, "more than each alone ({n})"), &n, 1);
}

/* ---- the history ----------------------------------------------------------------------------- */

static const struct {
    const char *what, *said;
} step_words[] = {
    { "drafted", WORDS_MARK("drafted") },
    { "ask", WORDS_MARK("{name} asked") },
    { "unask", WORDS_MARK("the ask to {name} taken back") },
    { "remind", WORDS_MARK("{name} reminded") },
    { "silent", WORDS_MARK("{name} has not answered in two weeks") },
    { "yes", WORDS_MARK("{name}: yes, gladly") },
    { "not now", WORDS_MARK("{name}: not now") },
    { "no", WORDS_MARK("{name}: no") },
    { "never", WORDS_MARK("{name}: please don't ask again") },
    { "unanswer", WORDS_MARK("the answer of {name} taken back") },
    { "tell", WORDS_MARK("{name} told that it does not fit at the moment") },
    { "introduce", WORDS_MARK("introduced to each other") },
    { "unintroduce", WORDS_MARK("the introduction taken back") },
    { "follow", WORDS_MARK("asked around what came of it") },
    { "ask outcome", WORDS_MARK("{name} asked what came of it") },
    { "outcome", WORDS_MARK("{name} said what came of it") },
    { "release", WORDS_MARK("{name} released it for a post") },
    { "post", WORDS_MARK("a post begun") },
    { "withdraw", WORDS_MARK("let be") },
    { "resume", WORDS_MARK("taken up again") },
};

str introductions_view_step(const struct intro_reader *v, const struct introduction *i,
                            const struct introduction_step *step)
{
    const struct words_value name = { "name", step->side == 0   ? i->side[0].name
                                              : step->side == 1 ? i->side[1].name
                                                                : S("") };
    for (size_t k = 0; k < COUNT_OF(step_words); k++)
        if (str_eq(step->what, str_of(step_words[k].what)))
            return words_fill(v->arena, words(v->lang, step_words[k].said), &name, 1);
    return step->what;
}

/* ---- why do you have my data ----------------------------------------------------------------- */

str introductions_view_kind(enum lang lang, str kind)
{
    static const struct {
        const char *kind, *said;
    } kinds[] = {
        { "name", WORDS_MARK("Name") },
        { "email", WORDS_MARK("Mail address") },
        { "phone", WORDS_MARK("Telephone") },
        { "url", WORDS_MARK("Link") },
        { "social", WORDS_MARK("Name elsewhere") },
        { "language", WORDS_MARK("Language") },
        { "birthday", WORDS_MARK("Birthday") },
        { "anniversary", WORDS_MARK("Anniversary") },
        { "title", WORDS_MARK("Title") },
        { "salutation", WORDS_MARK("Salutation") },
        { "pronunciation", WORDS_MARK("Pronunciation") },
        { "form", WORDS_MARK("Form of address") },
        { "greeting_letter", WORDS_MARK("Words around a letter") },
        { "tag", WORDS_MARK("Tag") },
        { "address", WORDS_MARK("Postal address") },
        { "role", WORDS_MARK("Roles at organisations") },
        { "item", WORDS_MARK("What you seek and offer") },
        { "encounter", WORDS_MARK("Encounters and messages") },
        { "note", WORDS_MARK("Notes") },
    };
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (str_eq(kind, str_of(kinds[i].kind)))
            return words(lang, kinds[i].said);
    return kind;
}

str introductions_view_source(arena *a, enum lang lang, const struct book_source *from)
{
    static const struct {
        const char *name, *said;
    } sources[] = {
        { "mine", WORDS_MARK("written down by whoever keeps the book, {day}") },
        { "own word", WORDS_MARK("from yourself, {day}") },
        { "encounter", WORDS_MARK("heard in a talk, {day}") },
        { "import", WORDS_MARK("taken over from another address book, {day}") },
        { "public", WORDS_MARK("from a public page, {day}") },
    };
    const struct words_value day = { "day", when_day_known(a, from->dated, lang) };
    for (size_t i = 0; i < COUNT_OF(sources); i++)
        if (str_eq(from->name, str_of(sources[i].name)))
            return words_fill(a, words(lang, sources[i].said), &day, 1);
    return from->name;
}

/* ---- lists ----------------------------------------------------------------------------------- */

const err *introductions_view_lines(req *r, const struct introduction_list *all,
                                    struct intro_lines *ret)
{
    struct intro_reader v = { 0 };
    TRY(introductions_view_reader(r, &v));
    struct intro_line *lines = NEW_ARRAY(r->arena, struct intro_line, all->n);
    for (size_t i = 0; i < all->n; i++)
        lines[i] = (struct intro_line){
            .path = introductions_view_path(r->arena, all->item[i].id),
            .names = introductions_view_names(r->arena, v.lang, &all->item[i]),
            .state = introductions_view_state(&v, &all->item[i]),
        };
    *ret = (struct intro_lines){ lines, all->n };
    return NULL;
}
