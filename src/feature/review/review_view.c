/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * review_view.c - the answers as sentences. A number is said where a person would say one; what the
 * numbers do not allow is not said.
 */
#include "feature/review/review_view.h"

#include <inttypes.h>

#include "engine/when/when.h"
#include "feature/book/book_part.h"

#define PLOT_WIDTH 600
#define PLOT_HEIGHT 160
#define QUARTER 3
#define TEXT_BYTES ((size_t)1 << 20)

/* ---- words ----------------------------------------------------------------------------------- */

static str fill(arena *a, enum lang lang, const char *msgid, const struct words_value *values,
                size_t n)
{
    return words_fill(a, words(lang, msgid), values, n);
}
#define FILL(msgid, ...)                                                                           \
    fill(a, lang, msgid, (const struct words_value[]){ __VA_ARGS__ },                              \
         sizeof((const struct words_value[]){ __VA_ARGS__ }) / sizeof(struct words_value))

static str number(arena *a, int64_t n)
{
    return str_format(a, "%" PRId64, n);
}

static str sentences(arena *a, str *item, size_t n)
{
    return str_join(a, item, n, S(" "));
}

/* What was good, in one line; a word of another feature stands for itself. */
static str good_text(arena *a, enum lang lang, const struct review_good *g)
{
    if (str_eq(g->kind, S("kept")))
        return FILL(WORDS_MARK("kept a promise: {what}"), { "what", g->what });
    if (str_eq(g->kind, S("received")))
        return FILL(WORDS_MARK("you received: {what}"), { "what", g->what });
    return g->what;
}

static struct review_lines good_lines(arena *a, enum lang lang, struct review_goods goods)
{
    struct review_line *item = NEW_ARRAY(a, struct review_line, goods.n);
    for (size_t i = 0; i < goods.n; i++)
        item[i] = (struct review_line){ .day = when_day_known(a, goods.item[i].day, lang),
                                        .who = goods.item[i].who,
                                        .text = good_text(a, lang, &goods.item[i]),
                                        .path = goods.item[i].path };
    return (struct review_lines){ item, goods.n };
}

static struct review_lines step_lines(arena *a, enum lang lang, struct review_goods steps)
{
    struct review_line *item = NEW_ARRAY(a, struct review_line, steps.n);
    for (size_t i = 0; i < steps.n; i++) {
        str kind = book_kind_words(lang, steps.item[i].kind);
        str heard = steps.item[i].what;
        item[i] = (struct review_line){ .day = when_day_known(a, steps.item[i].day, lang),
                                        .text = str_empty(heard)
                                                    ? kind
                                                    : FILL("{kind}: {heard}", { "kind", kind },
                                                           { "heard", heard }),
                                        .path = steps.item[i].path };
    }
    return (struct review_lines){ item, steps.n };
}

/* ---- dialogue -------------------------------------------------------------------------------- */

static str began_text(arena *a, enum lang lang, const struct review_dialogue *d)
{
    static const char *const msgid[] = {
        [DIALOGUE_TOO_FEW] = WORDS_MARK("Of too few encounters is it known who began them."),
        [DIALOGUE_EVEN] = WORDS_MARK("You and the others began about equally often."),
        [DIALOGUE_MINE] = WORDS_MARK("Mostly you began: {mine} times, the others {theirs} times."),
        [DIALOGUE_THEIRS] =
            WORDS_MARK("Mostly the others began: {theirs} times, you {mine} times."),
    };
    return FILL(msgid[d->began], { "mine", number(a, d->began_mine) },
                { "theirs", number(a, d->began_theirs) });
}

static str spoke_text(enum lang lang, const struct review_dialogue *d)
{
    static const char *const msgid[] = {
        [DIALOGUE_TOO_FEW] = WORDS_MARK("Of too few encounters is it known who spoke more."),
        [DIALOGUE_EVEN] = WORDS_MARK("You and the others spoke about equally much."),
        [DIALOGUE_MINE] = WORDS_MARK("Mostly you spoke more: listening more would be worth a try."),
        [DIALOGUE_THEIRS] = WORDS_MARK("Mostly the others spoke more: you listen."),
    };
    return words(lang, msgid[d->spoke]);
}

static str given_text(arena *a, enum lang lang, const struct review_dialogue *d)
{
    if (d->given == 0 && d->received == 0)
        return words(lang, WORDS_MARK("What was given and received was not written down yet."));
    return FILL(WORDS_MARK("In {given} encounters you gave something, in {received} you received "
                           "something."),
                { "given", number(a, d->given) }, { "received", number(a, d->received) });
}

static str hours_text(arena *a, enum lang lang, int64_t minutes)
{
    if (minutes < 90)
        return FILL(WORDS_MARK("{n} minutes"), { "n", number(a, minutes) });
    return FILL(WORDS_MARK("about {n} hours"), { "n", number(a, (minutes + 30) / 60) });
}

/* Time given is said with somebody who mostly spoke, and from whom nothing came back. */
static struct review_said said_of(arena *a, enum lang lang, const struct review_dialogue *d)
{
    str item[4];
    size_t n = 0;
    struct words_value mine = { "mine", number(a, d->began_mine) };
    struct words_value theirs = { "theirs", number(a, d->began_theirs) };
    struct words_value all = { "all", number(a, d->began_mine + d->began_theirs) };
    if (d->began == DIALOGUE_MINE)
        item[n++] = FILL(WORDS_MARK("You began {mine} of {all} times."), mine, all);
    if (d->began == DIALOGUE_THEIRS)
        item[n++] = FILL(WORDS_MARK("The other began {theirs} of {all} times."), theirs, all);
    if (d->spoke == DIALOGUE_MINE)
        item[n++] = words(lang, WORDS_MARK("Mostly you spoke more."));
    if (d->spoke == DIALOGUE_THEIRS)
        item[n++] = words(lang, WORDS_MARK("Mostly the other spoke more."));
    if (d->spoke == DIALOGUE_THEIRS && d->minutes >= 60 && d->received == 0)
        item[n++] = FILL(WORDS_MARK("You gave {time}; what came back was not written down."),
                         { "time", hours_text(a, lang, d->minutes) });
    return (struct review_said){ .who = d->who,
                                 .path = book_person_path(a, (person_id){ d->person }),
                                 .text = sentences(a, item, n) };
}

static struct review_saids saids_of(arena *a, enum lang lang, struct review_dialogues all)
{
    struct review_said *item = NEW_ARRAY(a, struct review_said, all.n);
    for (size_t i = 0; i < all.n; i++)
        item[i] = said_of(a, lang, &all.item[i]);
    return (struct review_saids){ item, all.n };
}

/* ---- plots ----------------------------------------------------------------------------------- */

/* The sums of a quarter: lower and upper part of a bar. */
static void quarter_of(struct review_months m, size_t at, bool starts, struct review_bar *bar)
{
    for (size_t i = at; i < at + QUARTER && i < m.n; i++) {
        bar->lower += starts ? m.item[i].mine : m.item[i].given;
        bar->upper += starts ? m.item[i].theirs : m.item[i].received;
    }
}

static void place(struct review_bar *bar, size_t i, size_t n, int64_t most)
{
    int64_t step = PLOT_WIDTH / (int64_t)n;
    bar->x = (int64_t)i * step + step / 8;
    bar->width = step - step / 4;
    bar->lower_height = bar->lower * PLOT_HEIGHT / most;
    bar->upper_height = bar->upper * PLOT_HEIGHT / most;
    bar->lower_y = PLOT_HEIGHT - bar->lower_height;
    bar->upper_y = bar->lower_y - bar->upper_height;
}

static struct review_plot plot_of(arena *a, enum lang lang, struct review_months m, bool starts)
{
    size_t n = m.n / QUARTER;
    struct review_bar *bars = NEW_ARRAY(a, struct review_bar, n);
    int64_t most = 1, all = 0;
    for (size_t i = 0; i < n; i++) {
        quarter_of(m, i * QUARTER, starts, &bars[i]);
        int64_t sum = bars[i].lower + bars[i].upper;
        most = sum > most ? sum : most;
        all += sum;
        bars[i].month = when_day_known(a, m.item[i * QUARTER].month, lang);
        bars[i].label = str_sub(m.item[i * QUARTER].month, 0, 7);
    }
    for (size_t i = 0; i < n; i++)
        place(&bars[i], i, n, most);
    return (struct review_plot){
        .title = words(lang, starts ? WORDS_MARK("Who began, by quarter")
                                    : WORDS_MARK("Given and received, by quarter")),
        .lower = words(lang, starts ? WORDS_MARK("you") : WORDS_MARK("given")),
        .upper = words(lang, starts ? WORDS_MARK("the others") : WORDS_MARK("received")),
        .id = starts ? "plot-starts" : "plot-gifts",
        .bars = { bars, n },
        .empty = all == 0,
    };
}

/* ---- future ---------------------------------------------------------------------------------- */

struct review_people review_view_people(arena *a, enum lang lang, struct review_names names)
{
    struct review_line *item = NEW_ARRAY(a, struct review_line, names.n);
    for (size_t i = 0; i < names.n; i++)
        item[i] = (struct review_line){
            .who = names.item[i].who,
            .day = when_day_known(a, names.item[i].day, lang),
            .path = book_person_path(a, (person_id){ names.item[i].person }),
        };
    return (struct review_people){ item, names.n, names.more };
}

static str role_name(arena *a, enum lang lang, const struct own_role *role)
{
    str from = when_day_known(a, role->from_on, lang), to = when_day_known(a, role->to_on, lang);
    str span = str_empty(role->to_on)
                   ? FILL(WORDS_MARK("since {from}"), { "from", from })
                   : FILL(WORDS_MARK("{from} to {to}"), { "from", from }, { "to", to });
    str parts[3] = { role->title, role->organisation, span };
    bool titled = !str_empty(role->title);
    return str_join(a, titled ? parts : parts + 1, titled ? 3 : 2, S(", "));
}

static struct review_role_views role_views(arena *a, enum lang lang, struct review_ties ties)
{
    struct review_role_view *item = NEW_ARRAY(a, struct review_role_view, ties.n);
    for (size_t i = 0; i < ties.n; i++) {
        const struct review_tied *t = &ties.item[i];
        item[i] = (struct review_role_view){
            .id = t->role.id,
            .name = role_name(a, lang, &t->role),
            .present = t->present,
            .hang = review_view_people(a, lang, t->hang),
            .stay = review_view_people(a, lang, t->stay),
            .went = review_view_people(a, lang, t->went),
        };
    }
    return (struct review_role_views){ item, ties.n };
}

const err *review_view_roles(store *s, arena *a, account_id owner, enum lang lang,
                             struct review_role_views *ret)
{
    struct own_roles roles = { 0 };
    TRY(review_roles(s, a, owner, &roles));
    struct review_role_view *item = NEW_ARRAY(a, struct review_role_view, roles.n);
    for (size_t i = 0; i < roles.n; i++)
        item[i] = (struct review_role_view){ .id = roles.item[i].id,
                                             .name = role_name(a, lang, &roles.item[i]) };
    *ret = (struct review_role_views){ item, roles.n };
    return NULL;
}

static str layers_text(arena *a, enum lang lang, const int64_t layer[4])
{
    if (layer[0] + layer[1] + layer[2] + layer[3] == 0)
        return words(lang, WORDS_MARK("There are too few encounters yet to see a rhythm."));
    return FILL(WORDS_MARK("About weekly you meet {weekly} people, about monthly {monthly}, a few "
                           "times a year {yearly}, about once a year {rarely}."),
                { "weekly", number(a, layer[0]) }, { "monthly", number(a, layer[1]) },
                { "yearly", number(a, layer[2]) }, { "rarely", number(a, layer[3]) });
}

/* ---- the whole ------------------------------------------------------------------------------- */

static str newest_text(arena *a, enum lang lang, const struct review_good *g)
{
    return FILL(WORDS_MARK("Last on {day}, through {who}: {what}."),
                { "day", when_day_known(a, g->day, lang) }, { "who", g->who },
                { "what", good_text(a, lang, g) });
}

const err *review_view_of(store *s, arena *a, account_id owner, enum lang lang, str today,
                          struct review_view *ret)
{
    struct review_answers r = { 0 };
    TRY(review_of(s, a, owner, today, &r));
    *ret = (struct review_view){
        .newest = r.good.n > 0 ? newest_text(a, lang, &r.good.item[0]) : S(""),
        .met = r.met_how,
        .good = good_lines(a, lang, r.good),
        .before = step_lines(a, lang, r.before),
        .began = began_text(a, lang, &r.whole),
        .spoke = spoke_text(lang, &r.whole),
        .given = given_text(a, lang, &r.whole),
        .lopsided = saids_of(a, lang, r.lopsided),
        .starts = plot_of(a, lang, r.months, true),
        .gifts = plot_of(a, lang, r.months, false),
        .roles = role_views(a, lang, r.ties),
        .asleep = review_view_people(a, lang, r.asleep),
        .collected = review_view_people(a, lang, r.collected),
        .layers = layers_text(a, lang, r.layer),
        .nothing = r.whole.encounters == 0,
    };
    return NULL;
}

/* ---- for a terminal -------------------------------------------------------------------------- */

static void head(buf *b, enum lang lang, const char *msgid)
{
    if (b->n > 0)
        buf_char(b, '\n');
    buf_add(b, words(lang, msgid));
    buf_add(b, S("\n\n"));
}

static void line(buf *b, str text)
{
    if (str_empty(text))
        return;
    buf_add(b, text);
    buf_char(b, '\n');
}

static void list_lines(buf *b, struct review_lines lines)
{
    for (size_t i = 0; i < lines.n; i++) {
        const struct review_line *l = &lines.item[i];
        buf_printf(b, "- %.*s%s%.*s: %.*s\n", STR_ARG(l->day), str_empty(l->who) ? "" : ", ",
                   STR_ARG(l->who), STR_ARG(l->text));
    }
}

static void list_people(buf *b, enum lang lang, const char *msgid, struct review_people people)
{
    if (people.n == 0)
        return;
    buf_add(b, words(lang, msgid));
    for (size_t i = 0; i < people.n; i++)
        buf_printf(b, "%s%.*s", i == 0 ? ": " : ", ", STR_ARG(people.item[i].who));
    buf_add(b, people.more ? S(" …\n") : S("\n"));
}

str review_view_text(arena *a, enum lang lang, const struct review_view *v)
{
    buf b;
    buf_on_arena(&b, a, TEXT_BYTES);
    head(&b, lang, WORDS_MARK("Does it help me?"));
    list_lines(&b, v->good);
    head(&b, lang, WORDS_MARK("When did it last bring something good?"));
    line(&b, str_empty(v->newest) ? words(lang, WORDS_MARK("Nothing is written down yet."))
                                  : v->newest);
    line(&b, v->met);
    list_lines(&b, v->before);
    head(&b, lang, WORDS_MARK("What do I make of it?"));
    line(&b, v->began);
    line(&b, v->spoke);
    line(&b, v->given);
    for (size_t i = 0; i < v->lopsided.n; i++)
        buf_printf(&b, "- %.*s: %.*s\n", STR_ARG(v->lopsided.item[i].who),
                   STR_ARG(v->lopsided.item[i].text));
    head(&b, lang, WORDS_MARK("Has it a future?"));
    line(&b, v->layers);
    for (size_t i = 0; i < v->roles.n; i++) {
        line(&b, v->roles.item[i].name);
        list_people(&b, lang, WORDS_MARK("Hang on this role"), v->roles.item[i].hang);
        list_people(&b, lang, WORDS_MARK("Stayed"), v->roles.item[i].stay);
        list_people(&b, lang, WORDS_MARK("Not met again since"), v->roles.item[i].went);
    }
    list_people(&b, lang, WORDS_MARK("Asleep for three years or more"), v->asleep);
    list_people(&b, lang, WORDS_MARK("Merely collected"), v->collected);
    return buf_str(&b);
}
