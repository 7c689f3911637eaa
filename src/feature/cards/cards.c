/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * cards.c - the rules of cards: what one may say, with whom it can be left, who may do what with
 * it.
 */
#include "feature/cards/cards.h"

#include "base/clock.h"
#include "base/id.h"
#include "base/utf8.h"
#include "engine/text/text_phone.h"
#include "feature/accounts/accounts.h"
#include "feature/book/book_keep.h"
#include "feature/cards/cards_rules.h"
#include "feature/cards/cards_store.h"

#define DAY_MS (INT64_C(24) * 3600 * 1000)
#define MINUTE_MS INT64_C(60000)
#define BYTES_MAX ((size_t)8 << 10)
#define COUNTRY S("49") /* where "0..." is dialled, as in the book */
#define DIGITS_LEAST 5

/* ---- what a card says ------------------------------------------------------------------------ */

str cards_rules_reach_kind(arena *a, str reach)
{
    struct text_phone phone = { 0 };
    if (str_starts(reach, S("https://")) || str_starts(reach, S("http://")))
        return reach.n > 10 && !str_contains(reach, S(" ")) ? S("url") : S("");
    if (accounts_email_plausible(reach))
        return S("email");
    if (str_starts(reach, S("@")) && reach.n > 2 && !str_contains(reach, S(" ")))
        return S("social");
    if (text_phone(a, reach, COUNTRY, &phone) && phone.digits.n >= DIGITS_LEAST)
        return S("phone");
    return S("");
}

static str too_long(arena *a, enum lang lang, str text, size_t most)
{
    const struct words_value values[] = { { "limit", str_format(a, "%zu", most) },
                                          { "given", str_format(a, "%zu", utf8_count(text)) } };
    return words_fill(a, words(lang, "At most {limit} characters, please; these are {given}."),
                      values, 2);
}

const err *cards_check(arena *a, enum lang lang, const struct card_words *given,
                       struct card_words *ret)
{
    struct card_words w = { utf8_line(a, str_sub(given->name, 0, BYTES_MAX)),
                            utf8_line(a, str_sub(given->reach, 0, BYTES_MAX)),
                            utf8_line(a, str_sub(given->seeks, 0, BYTES_MAX)),
                            utf8_line(a, str_sub(given->offers, 0, BYTES_MAX)) };
    const struct {
        const char *field;
        str text;
        size_t most;
    } fields[] = { { "name", w.name, CARDS_NAME_MAX },
                   { "reach", w.reach, CARDS_REACH_MAX },
                   { "seeks", w.seeks, CARDS_TEXT_MAX },
                   { "offers", w.offers, CARDS_TEXT_MAX } };
    struct err_field wrong[COUNT_OF(fields)];
    size_t n = 0;
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        str why = S("");
        if (utf8_count(fields[i].text) > fields[i].most)
            why = too_long(a, lang, fields[i].text, fields[i].most);
        else if (i == 0 && str_empty(w.name))
            why = words(lang, "Please say what you are called.");
        else if (i == 1 && str_empty(cards_rules_reach_kind(a, w.reach)))
            why = words(lang, "Please give one way to reach you: a mail address, a telephone "
                              "number, or an address that begins with https:// or @.");
        if (!str_empty(why))
            wrong[n++] = (struct err_field){ str_of(fields[i].field), why };
    }
    if (n > 0)
        return err_form(a, HERE, wrong, n);
    *ret = w;
    return NULL;
}

/* ---- one's own ------------------------------------------------------------------------------- */

const err *cards_own(store *s, arena *a, account_id owner, struct card_own *ret)
{
    bool found = false;
    struct card_own own = { { S(""), S(""), S(""), S("") }, false };
    TRY(cards_store_own(s, a, owner, &own, &found));
    *ret = own;
    return NULL;
}

static bool empty(const struct card_words *w)
{
    return str_empty(str_trim(w->name)) && str_empty(str_trim(w->reach)) &&
           str_empty(str_trim(w->seeks)) && str_empty(str_trim(w->offers));
}

const err *cards_own_set(store *s, arena *a, account_id owner, const struct card_own *own,
                         enum lang lang)
{
    struct card_own clean = { .shown = own->shown };
    if (!empty(&own->words))
        TRY(cards_check(a, lang, &own->words, &clean.words));
    TX(t, s, a);
    if (empty(&own->words) && !own->shown)
        TRY(cards_store_own_drop(s, a, owner));
    else
        TRY(cards_store_own_set(s, a, owner, &clean, clock_now_ms()));
    return tx_commit(&t);
}

/* ---- consent --------------------------------------------------------------------------------- */

str cards_consent_text(arena *a, enum lang lang, str to, str keeper)
{
    const struct words_value who[] = { { "to", to }, { "keeper", keeper } };
    if (!str_empty(keeper))
        return words_fill(
            a,
            words(lang,
                  "I agree that {keeper}, who invites here, keeps this card on behalf of {to} and "
                  "passes it on to {to}: what I wrote, where and when I left it, and this consent. "
                  "It serves to stay in touch with me about what I seek and offer, and nothing "
                  "else. I can take it back at any time with my private link; then it is erased."),
            who, 2);
    return words_fill(
        a,
        words(lang,
              "I agree that {to} keeps this card in their book: what I wrote, where and when I "
              "left it, and this consent. It serves to stay in touch with me about what I seek "
              "and offer, and nothing else. I can take it back at any time with my private link; "
              "then it is erased."),
        who, 1);
}

str cards_consent_offer(arena *a, enum lang lang, str to)
{
    const struct words_value who[] = { { "to", to } };
    return words_fill(
        a,
        words(lang,
              "I agree that {to} reads this card and, if both of us accept, keeps it in their "
              "book: what it says, where and when we met, and this consent. It serves to stay in "
              "touch. I can take it back at any time under “Cards” in my book; then it is "
              "erased."),
        who, 1);
}

/* ---- with whom ------------------------------------------------------------------------------- */

struct places {
    arena *arena;
    struct card_place *item;
    size_t n, cap;
};

static void add_place(struct places *to, const char *kind, str name, str keeper, account_id account)
{
    str value = str_format(to->arena, "%s:%.*s", kind, STR_ARG(name));
    for (size_t i = 0; i < to->n; i++)
        if (str_eq(to->item[i].value, value))
            return;
    arena_grow(to->arena, (void **)&to->item, &to->cap, to->n + 1, sizeof *to->item);
    to->item[to->n++] = (struct card_place){ value, name, keeper, account };
}

const err *cards_places(store *s, arena *a, const struct room *room, struct card_places *ret)
{
    struct account_list known = { 0 };
    struct rooms_persons speakers = { 0 };
    struct places all = { .arena = a };
    TRY(accounts_list(s, a, &known));
    for (size_t i = 0; i < known.n; i++)
        if (str_eq(known.item[i].role, S("host")))
            add_place(&all, "host", known.item[i].name, S(""), (account_id){ known.item[i].id });
    if (all.n == 0)
        FAIL(a, ERR_MISSING, "the house has no host yet");
    const struct card_place host = all.item[0];
    TRY(rooms_names(s, a, room, &speakers));
    for (size_t i = 0; i < speakers.n; i++) {
        account_id account = { 0 };
        bool found = false;
        str name = speakers.item[i].name;
        TRY(cards_store_speaker(s, a, room->id, name, &account, &found));
        add_place(&all, "speaker", name, found ? S("") : host.name, found ? account : host.account);
    }
    *ret = (struct card_places){ all.item, all.n };
    return NULL;
}

const err *cards_speaker_set(store *s, arena *a, const struct room *room, str name,
                             account_id owner)
{
    struct rooms_persons speakers = { 0 };
    bool speaks = false;
    TRY(rooms_names(s, a, room, &speakers));
    for (size_t i = 0; i < speakers.n; i++)
        speaks |= str_eq(speakers.item[i].name, name);
    if (!speaks)
        FAIL(a, ERR_INVALID, "nobody of that name speaks there");
    TX(t, s, a);
    TRY(cards_store_speaker_set(s, a, room->id, name, owner));
    return tx_commit(&t);
}

/* ---- leaving and offering -------------------------------------------------------------------- */

static const err *limit(arena *a, const char *why, int64_t after_ms)
{
    err *e = NEW(a, err);
    *e = (err){
        .kind = ERR_LIMIT, .msg = str_of(why), .where = HERE, .retry_after = (int)(after_ms / 1000)
    };
    return e;
}

static const err *check_limits(store *s, arena *a, const struct card_given *g, int64_t now)
{
    int64_t n = 0;
    TRY(cards_store_count_lying(s, a, g->to, &n));
    if (n >= CARDS_LYING_MAX)
        return limit(a, "so many cards lie in this box that nobody reads them", DAY_MS);
    if (g->giver.v != 0) {
        TRY(cards_store_count_offered(s, a, g->giver, &n));
        return n >= CARDS_OFFERED_MAX ? limit(a, "too many offers without an answer", DAY_MS)
                                      : NULL;
    }
    /* Not those of the future: a clock that was set back must not close the door for hours. */
    TRY(cards_store_count_left(s, a, now - MINUTE_MS, now, &n));
    return n >= CARDS_A_MINUTE ? limit(a, "more cards than anybody reads", MINUTE_MS) : NULL;
}

/* A member has one offer at a time with the same member. */
static const err *offered_already(store *s, arena *a, const struct card_given *g, bool *ret)
{
    static const char *const states[] = { "new", "declined" };
    *ret = false;
    for (size_t i = 0; i < COUNT_OF(states) && g->giver.v != 0 && !*ret; i++) {
        struct card_list former = { 0 };
        TRY(cards_store_between(s, a, g->to, g->giver, str_of(states[i]), &former));
        *ret = former.n > 0;
    }
    return NULL;
}

static bool is_token(str t)
{
    for (size_t i = 0; i < t.n; i++)
        if (!((t.p[i] >= 'a' && t.p[i] <= 'z') || (t.p[i] >= '2' && t.p[i] <= '7')))
            return false;
    return t.n == 26;
}

static const err *insert(store *s, arena *a, enum lang lang, const struct card_given *g, str digest,
                         int64_t now)
{
    struct card c = { .account = g->to,
                      .giver = g->giver,
                      .to_name = g->to_name,
                      .on_behalf = !str_empty(g->keeper),
                      .title = g->title,
                      .path = g->path,
                      .left_ms = now,
                      .until_ms = now + CARDS_DAYS * DAY_MS };
    struct card_consent consent = { S(CARDS_CONSENT_VERSION), lang_tag(lang), { 0 } };
    int64_t consent_id = 0;
    consent.text = g->giver.v == 0 ? cards_consent_text(a, lang, g->to_name, g->keeper)
                                   : cards_consent_offer(a, lang, g->to_name);
    c.words = g->words;
    TRY(check_limits(s, a, g, now));
    TRY(cards_store_consent(s, a, &consent, &consent_id));
    return cards_store_add(s, a, &c, digest, consent_id, &c.id);
}

const err *cards_leave(store *s, arena *a, enum lang lang, const struct card_given *given)
{
    struct card_given g = *given;
    struct card former = { 0 };
    bool first = false, found = false, offered = false;
    int64_t now = clock_now_ms();
    TRY(cards_check(a, lang, &given->words, &g.words));
    if (g.giver.v == g.to.v) {
        const struct err_field self = { S("to"), words(lang, "This is you yourself.") };
        return err_form(a, HERE, &self, 1);
    }
    if (!is_token(g.token))
        FAIL(a, ERR_INVALID, "the form has no key of ours");
    str digest = id_digest(a, g.token);
    TX(t, s, a);
    TRY(cards_store_use(s, a, digest, now, &first));
    TRY(offered_already(s, a, &g, &offered));
    if (first && !offered)
        TRY(insert(s, a, lang, &g, digest, now));
    if (!first)
        TRY(cards_store_by_digest(s, a, digest, &former, &found));
    if (!first && !found && !offered)
        FAIL(a, ERR_GONE, "the card of this form was taken back");
    return tx_commit(&t);
}

/* ---- cards ----------------------------------------------------------------------------------- */

const err *cards_box(store *s, arena *a, account_id owner, str state, int64_t most,
                     struct card_list *ret)
{
    return cards_store_box(s, a, owner, state, most, ret);
}

const err *cards_get(store *s, arena *a, account_id owner, card_id id, struct card *ret)
{
    return cards_store_get(s, a, owner, id, ret);
}

const err *cards_of(store *s, arena *a, account_id owner, person_id whole, struct card_list *ret)
{
    return cards_store_of(s, a, owner, whole, ret);
}

/* What who gave it may know: a declined card looks like one that was never looked at. */
static struct card as_given(struct card c)
{
    if (str_eq(c.state, S("declined")))
        c.state = S("new");
    if (!str_eq(c.state, S("taken")))
        c.state_ms = 0;
    return c;
}

const err *cards_given(store *s, arena *a, account_id giver, struct card_list *ret)
{
    struct card_list all = { 0 };
    TRY(cards_store_given(s, a, giver, &all));
    struct card *item = NEW_ARRAY(a, struct card, all.n);
    for (size_t i = 0; i < all.n; i++)
        item[i] = as_given(all.item[i]);
    *ret = (struct card_list){ item, all.n };
    return NULL;
}

static const err *by_link(store *s, arena *a, str token, struct card *ret)
{
    bool found = false;
    if (is_token(token))
        TRY(cards_store_by_digest(s, a, id_digest(a, token), ret, &found));
    if (!found || ret->giver.v != 0 ||
        (!str_eq(ret->state, S("taken")) && ret->until_ms <= clock_now_ms()))
        FAIL(a, ERR_GONE, "no card has this link");
    return NULL;
}

const err *cards_by_link(store *s, arena *a, str token, struct card *ret)
{
    struct card c = { 0 };
    TRY(by_link(s, a, token, &c));
    *ret = as_given(c);
    return NULL;
}

/* ---- what its owner does with it ------------------------------------------------------------- */

/* The owner offered theirs to the same member at the same time: that is answered with this. */
static const err *drop_crossing(store *s, arena *a, const struct card *c)
{
    static const char *const states[] = { "new", "declined" };
    for (size_t i = 0; i < COUNT_OF(states); i++) {
        struct card_list lying = { 0 };
        TRY(cards_store_between(s, a, c->giver, c->account, str_of(states[i]), &lying));
        for (size_t k = 0; k < lying.n; k++)
            TRY(cards_store_erase(s, a, c->giver, lying.item[k].id));
    }
    return NULL;
}

/* The owner's own card goes to who offered theirs. */
static const err *give_back(store *s, arena *a, const struct card *c, enum lang lang)
{
    struct card_own own = { 0 };
    struct card mine = { .account = c->giver,
                         .giver = c->account,
                         .to_name = c->words.name,
                         .title = c->title,
                         .path = c->path,
                         .left_ms = c->left_ms,
                         .until_ms = c->until_ms };
    struct card_list former = { 0 };
    struct card_consent consent = { S(CARDS_CONSENT_VERSION), lang_tag(lang),
                                    cards_consent_offer(a, lang, c->words.name) };
    int64_t consent_id = 0;
    person_id into = { 0 };
    TRY(cards_own(s, a, c->account, &own));
    if (str_empty(own.words.name))
        FAIL(a, ERR_CONFLICT, "there is no card of one's own to give in exchange");
    mine.words = own.words;
    TRY(drop_crossing(s, a, c));
    TRY(cards_store_between(s, a, c->giver, c->account, S("taken"), &former));
    if (former.n > 0)
        into = former.item[0].person;
    TRY(cards_store_consent(s, a, &consent, &consent_id));
    TRY(cards_store_add(s, a, &mine, id_digest(a, id_token(a)), consent_id, &mine.id));
    return cards_book_in(s, a, &mine, into, true, lang, &into);
}

const err *cards_take(store *s, arena *a, account_id owner, card_id id, person_id into,
                      enum lang lang, person_id *ret)
{
    struct card c = { 0 };
    TX(t, s, a);
    TRY(cards_store_get(s, a, owner, id, &c));
    if (str_eq(c.state, S("taken"))) {
        *ret = c.person;
        return tx_commit(&t);
    }
    if (c.until_ms <= clock_now_ms())
        FAIL(a, ERR_MISSING, "the card's time is over");
    if (c.giver.v != 0)
        TRY(give_back(s, a, &c, lang));
    TRY(cards_book_in(s, a, &c, into, false, lang, ret));
    return tx_commit(&t);
}

const err *cards_decline(store *s, arena *a, account_id owner, card_id id, bool declined)
{
    struct card c = { 0 };
    TX(t, s, a);
    TRY(cards_store_get(s, a, owner, id, &c));
    if (str_eq(c.state, S("taken")))
        FAIL(a, ERR_CONFLICT, "the card is in the book");
    TRY(cards_store_state(s, a, owner, id, declined ? S("declined") : S("new"), clock_now_ms()));
    return tx_commit(&t);
}

/* ---- taking back ----------------------------------------------------------------------------- */

const err *cards_withdraw_link(store *s, arena *a, str token)
{
    struct card c = { 0 };
    TX(t, s, a);
    TRY(by_link(s, a, token, &c));
    TRY(cards_book_out(s, a, &c));
    TRY(tx_commit(&t));
    return book_keep_forget(s, a);
}

const err *cards_withdraw_given(store *s, arena *a, account_id giver, card_id id)
{
    struct card c = { 0 };
    TX(t, s, a);
    TRY(cards_store_given_get(s, a, giver, id, &c));
    TRY(cards_book_out(s, a, &c));
    TRY(tx_commit(&t));
    return book_keep_forget(s, a);
}
