/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * accounts_mail.c - from a wish to a link in a mail.
 */
#include "feature/accounts/accounts_mail.h"

#include "base/clock.h"
#include "feature/accounts/accounts.h"
#include "feature/accounts/accounts_store.h"
#include "feature/house/house.h"
#include "feature/mail/mail.h"

#define PURPOSE S("sign-in")
#define HOUR_MS ((int64_t)3600 * 1000)
#define LINK_MS (24 * HOUR_MS)
#define WISHES_MAX 1000

const err *accounts_mail_wish(store *s, arena *a, str email, enum lang lang)
{
    bool ready = false;
    int64_t waiting = 0;
    email = str_lower(a, str_trim(email));
    if (!letter_address_ok(email))
        FAIL(a, ERR_INVALID, "this is no mail address");
    TRY(mail_ready(s, a, &ready));
    if (!ready)
        FAIL(a, ERR_MISSING, "the house sends no mails");
    TX(t, s, a);
    TRY(accounts_store_count_wishes(s, a, &waiting));
    if (waiting >= WISHES_MAX)
        FAIL(a, ERR_BUSY, "too many wait for a mail");
    TRY(accounts_store_insert_wish(s, a, email, lang_tag(lang)));
    return tx_commit(&t);
}

/* The newest come last. */
static bool enough_for_now(const struct mail_list *sent, int64_t now_ms)
{
    return sent->n >= ACCOUNTS_MAILS_AN_HOUR &&
           sent->item[sent->n - ACCOUNTS_MAILS_AN_HOUR].created_ms > now_ms - HOUR_MS;
}

static const err *write_mail(store *s, arena *a, const struct account *one, enum lang lang)
{
    str token = { 0 }, url = { 0 }, house_name = { 0 };
    int64_t id = 0;
    TRY(house_setting(s, a, "url", &url));
    TRY(house_setting(s, a, "name", &house_name));
    TRY(accounts_link(s, a, one->id, &token));
    const struct words_value values[] = { { "name", one->name }, { "house", house_name } };
    str text =
        words(lang, "Good day {name},\n\nthis link signs you in at “{house}”, once, within 24 "
                    "hours:\n\n{link}\n\nIf you did not ask for it, do nothing: it does "
                    "nothing by itself.");
    str subject = words(lang, "Your sign-in link for “{house}”");
    return mail_queue(s, a,
                      &(struct mail_order){
                          .account = one->id,
                          .purpose = PURPOSE,
                          .about = one->id,
                          .to = { one->name, one->email },
                          .subject = words_fill(a, subject, values, COUNT_OF(values)),
                          .text = words_fill(a, text, values, COUNT_OF(values)),
                          .link = str_join(a, (str[]){ url, S("/sign-in/"), token }, 3, S("")),
                          .lang = lang,
                          .expires_ms = clock_now_ms() + LINK_MS,
                          .automatic = true,
                      },
                      &id);
}

/* Nothing where nobody has the address, where it was never shown to be theirs, or where the last
 * hour brought enough. */
static const err *grant(store *s, arena *a, const struct accounts_wish_row *wish)
{
    struct account one = { 0 };
    struct mail_list sent = { 0 };
    bool found = false;
    enum lang lang = LANG_EN;
    (void)lang_from_tag(wish->language, &lang);
    TRY(accounts_store_by_email(s, a, wish->email, &one, &found));
    if (!found || !letter_address_ok(one.email))
        return NULL;
    TRY(mail_about(s, a, one.id, PURPOSE, one.id, &sent));
    return enough_for_now(&sent, clock_now_ms()) ? NULL : write_mail(s, a, &one, lang);
}

const err *accounts_mail_work(store *s, arena *a)
{
    struct accounts_wish_rows wishes = { 0 };
    TRY(accounts_store_wishes(s, a, &wishes));
    for (size_t i = 0; i < wishes.n; i++) {
        TX(t, s, a);
        TRY(grant(s, a, &wishes.item[i]));
        TRY(accounts_store_delete_wish(s, a, wishes.item[i].id));
        TRY(tx_commit(&t));
    }
    return NULL;
}
