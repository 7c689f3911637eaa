/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * house_duty_web.c - imprint and privacy information. The privacy page says what this program
 * stores and for how long: whoever changes that changes this list and duty.html with it.
 */
#include "duty.html.h"
#include "engine/markdown/markdown.h"
#include "feature/house/house.h"
#include "feature/house/house_frame.h"
#include "feature/house/house_web.h"

static const struct {
    const char *name, *when;
    int64_t days;
} cookies[] = {
    { "lang", WORDS_MARK("when you choose a language"), 365 },
    { "zone", WORDS_MARK("when you choose a time zone"), 365 },
    { "guest",
      WORDS_MARK("when you say something for the first time: so that a limit on how often "
                 "holds for you and not for everybody in your network, and so that you alone can "
                 "take it back"),
      365 },
    { "name", WORDS_MARK("when you say something: your name for the next time"), 365 },
    { "speaker", WORDS_MARK("when you open the private link of a talk in which you speak"), 365 },
    { "session", WORDS_MARK("when you sign in"), 90 },
};

static struct house_cookies all_cookies(req *r)
{
    struct house_cookie *all = NEW_ARRAY(r->arena, struct house_cookie, COUNT_OF(cookies));
    for (size_t i = 0; i < COUNT_OF(cookies); i++)
        all[i] = (struct house_cookie){ str_of(cookies[i].name),
                                        words(r->out.lang, cookies[i].when), cookies[i].days };
    return (struct house_cookies){ all, COUNT_OF(cookies) };
}

/* Begins the page as well. */
static const err *duty(req *r, const char *setting, const char *title, struct house_duty *ret)
{
    str text = { 0 };
    TRY(house_setting(r->store, r->arena, setting, &text));
    TRY(house_setting(r->store, r->arena, "host", &ret->host));
    TRY(house_setting(r->store, r->arena, "info", &ret->info));
    TRY(house_setting(r->store, r->arena, "social", &ret->social));
    ret->social_link = str_starts(ret->social, S("https://"));
    ret->is_host = r->who.role == ROLE_HOST;
    if (!str_empty(text))
        ret->text = markdown_html(r->arena, text, 3);
    return house_page_begin(
        r, &(struct house_page){ .title = words(r->out.lang, title), .kind = "plain" });
}

const err *house_web_imprint(req *r)
{
    struct house_duty d = { 0 };
    TRY(duty(r, "imprint", WORDS_MARK("Imprint"), &d));
    duty_imprint(&r->out, d);
    return house_page_end(r);
}

const err *house_web_privacy(req *r)
{
    struct house_duty d = { 0 };
    TRY(duty(r, "privacy", WORDS_MARK("Privacy"), &d));
    duty_privacy(&r->out, d, all_cookies(r));
    return house_page_end(r);
}
