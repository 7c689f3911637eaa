/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * care_mail.c - Today by mail, for those who asked for it: at most one a day, and none on a day on
 * which nothing waits.
 */
#include "base/buf.h"
#include "base/clock.h"
#include "feature/care/care_rules.h"
#include "feature/house/house.h"
#include "feature/mail/mail.h"

#define TEXT_MAX ((size_t)MAIL_TEXT_MAX)
#define HALF_DAY_MS ((int64_t)12 * 3600 * 1000)

static str text_of(arena *a, enum lang lang, const struct care_today *t)
{
    buf b;
    buf_on_arena(&b, a, TEXT_MAX);
    buf_printf(&b, "%.*s\n", STR_ARG(t->title));
    for (size_t i = 0; i < t->n; i++) {
        const struct care_entry *e = &t->entry[i];
        str space = str_empty(e->name) ? S("") : S(" ");
        buf_printf(&b, "\n%.*s%.*s%.*s: %.*s\n", STR_ARG(e->how), STR_ARG(space), STR_ARG(e->name),
                   STR_ARG(e->text));
    }
    buf_printf(&b, "\n%.*s\n\n{link}\n",
               STR_ARG(words(lang, "All of it, and no more of these mails if you like:")));
    return buf_str(&b);
}

static const err *send(store *s, arena *a, const struct care_mail_row *to,
                       const struct care_today *t, enum lang lang)
{
    str url = { 0 };
    int64_t id = 0;
    TRY(house_setting(s, a, "url", &url));
    return mail_queue(s, a,
                      &(struct mail_order){
                          .account = to->account,
                          .purpose = CARE_MAIL_PURPOSE,
                          .about = to->account,
                          .to = { to->name, to->email },
                          .subject = t->title,
                          .text = text_of(a, lang, t),
                          .link = str_join(a, (str[]){ url, S("/book") }, 2, S("")),
                          .lang = lang,
                          .expires_ms = clock_now_ms() + HALF_DAY_MS,
                          .automatic = true,
                      },
                      &id);
}

/* The day is thought of whether or not something waits: so that what comes up later waits for the
 * next. */
static const err *think_of(store *s, arena *a, const struct care_mail_row *to, str day)
{
    struct care_today today = { 0 };
    account_id owner = { to->account };
    enum lang lang = LANG_EN;
    (void)lang_from_tag(to->lang, &lang);
    TX(t, s, a);
    TRY(care_today(s, a, owner, lang, S(""), &today));
    if (today.n > 0 && letter_address_ok(to->email))
        TRY(send(s, a, to, &today, lang));
    TRY(care_store_mail_thought(s, a, owner, day));
    return tx_commit(&t);
}

const err *care_mail_work(store *s, arena *a)
{
    struct care_asking ask = { 0 };
    struct care_mail_rows wishes = { 0 };
    bool ready = false;
    TRY(mail_ready(s, a, &ready));
    if (!ready)
        return NULL;
    TRY(care_rules_asking(s, a, (account_id){ 0 }, LANG_EN, S(""), &ask));
    struct when_local now = when_local_of(clock_now_ms(), ask.zone);
    str day = when_date_text(a, now.date);
    TRY(care_store_mails(s, a, day, now.hour, &wishes));
    for (size_t i = 0; i < wishes.n; i++) {
        SCRATCH(one);
        const err *e = think_of(s, one, &wishes.item[i], day);
        if (e != NULL)
            return err_copy(a, e);
    }
    return NULL;
}
