/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * house_setup_web.c - the set-up page, which is later the settings of the house.
 */
#include "feature/house/house.h"
#include "feature/house/house_frame.h"
#include "feature/house/house_setup.h"
#include "feature/house/house_web.h"
#include "setup.html.h"

/* What the form says of each field, in the order in which they stand in it. */
static const struct {
    const char *type, *above, *label, *hint;
} inputs[SETUP_FIELDS] = {
    [SETUP_NAME] = { "text", WORDS_MARK("The house"), WORDS_MARK("Name of the house"),
                     WORDS_MARK("It stands at the head of every page.") },
    [SETUP_HOST] = { "text", "", WORDS_MARK("Name of the host"),
                     WORDS_MARK("At the foot of every page: who invites.") },
    [SETUP_LANG] = { "lang", "", WORDS_MARK("Language"),
                     WORDS_MARK("For readers whose browser asks for neither German nor English.") },
    [SETUP_ZONE] = { "text", "", WORDS_MARK("Time zone"),
                     WORDS_MARK("A city such as Europe/Berlin or Berlin.") },
    [SETUP_URL] = { "url", WORDS_MARK("How people reach you"), WORDS_MARK("Public address"),
                    WORDS_MARK("As it stands in the browser: https://house.example. If the house "
                               "was started with --url, that address comes back at the next "
                               "start.") },
    [SETUP_INFO] = { "email", "", WORDS_MARK("Mail address for questions"),
                     WORDS_MARK("Public: on the first page, in imprint and privacy.") },
    [SETUP_SOCIAL] = { "text", "", WORDS_MARK("Address in a social network"),
                       WORDS_MARK("For example @house@example.social. May stay empty.") },
    [SETUP_IMPRINT] = { "markdown", WORDS_MARK("What has to be said"), WORDS_MARK("Imprint"),
                        WORDS_MARK(
                            "Name, postal address (no post box), a mail address and a second "
                            "quick way such as a telephone number; if there are any: "
                            "register and number, VAT number, supervising authority. "
                            "Markdown is understood.") },
    [SETUP_PRIVACY] = { "markdown", "", WORDS_MARK("Privacy: your own words"),
                        WORDS_MARK("What the program stores is already written on that page. Add "
                                   "who is responsible (name and address), with which company the "
                                   "machine stands and in which country, and your supervisory "
                                   "authority.") },
};

static str say(const req *r, const char *msgid)
{
    return *msgid == '\0' ? S("") : words(r->out.lang, msgid);
}

static struct house_inputs inputs_of(req *r, const struct house_setup *setup,
                                     const struct house_setup *wrong)
{
    struct house_input *all = NEW_ARRAY(r->arena, struct house_input, SETUP_FIELDS);
    for (enum house_setup_field i = 0; i < SETUP_FIELDS; i++)
        all[i] = (struct house_input){ .name = str_of(house_setup_name(i)),
                                       .type = str_of(inputs[i].type),
                                       .above = say(r, inputs[i].above),
                                       .label = say(r, inputs[i].label),
                                       .hint = say(r, inputs[i].hint),
                                       .value = setup->field[i],
                                       .wrong = wrong->field[i] };
    return (struct house_inputs){ all, SETUP_FIELDS };
}

static int64_t count_wrong(const struct house_setup *wrong)
{
    int64_t n = 0;
    for (enum house_setup_field i = 0; i < SETUP_FIELDS; i++)
        n += !str_empty(wrong->field[i]);
    return n;
}

static bool closed_to_visitors(req *r)
{
    req visitor = *r;
    visitor.who = (struct req_who){ 0 };
    return !house_open(&visitor);
}

static const err *form(req *r, const struct house_setup *setup, const struct house_setup *wrong)
{
    bool named = false;
    TRY(house_named(r->store, r->arena, &named));
    struct house_setup_page s = { .first = !named,
                                  .kept = str_eq(req_query(r, "kept"), S("1")),
                                  .closed = named && closed_to_visitors(r),
                                  .wrong = count_wrong(wrong),
                                  .fields = inputs_of(r, setup, wrong),
                                  .token = req_form_token(r) };
    const char *title =
        named ? WORDS_MARK("Settings of the house") : WORDS_MARK("Set up your house");
    TRY(house_page_begin(
        r, &(struct house_page){ .title = say(r, title), .kind = "plain", .noindex = true }));
    setup_page(&r->out, s, house_web_zones());
    return house_page_end(r);
}

const err *house_web_setup_get(req *r)
{
    struct house_setup setup = { 0 }, nothing = { 0 };
    TRY(house_setup_load(r->store, r->arena, req_base_url(r), &setup));
    return form(r, &setup, &nothing);
}

const err *house_web_setup_post(req *r)
{
    struct house_setup wanted = { 0 }, setup = { 0 }, wrong = { 0 };
    for (enum house_setup_field i = 0; i < SETUP_FIELDS; i++)
        wanted.field[i] = req_field(r, house_setup_name(i));
    if (!house_setup_check(r->arena, r->out.lang, &wanted, &setup, &wrong)) {
        req_status(r, 422);
        return form(r, &setup, &wrong);
    }
    TRY(house_setup_keep(r->store, r->arena, &setup));
    return req_redirect(r, S("/host/house?kept=1"));
}

const err *house_desk(req *r)
{
    struct house_desk_part d = { .closed = closed_to_visitors(r) };
    str demo = { 0 };
    TRY(house_duties(r->store, r->arena, &d.duties));
    TRY(house_setting(r->store, r->arena, "demo", &demo));
    d.demo = str_eq(demo, S("1"));
    setup_desk(&r->out, d);
    return NULL;
}
