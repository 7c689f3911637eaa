/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms.c - the rules of saying something: what is taken, what a repeated request gets, and that
 * it is announced only when it is durable.
 */
#include "feature/rooms/rooms.h"

#include "base/clock.h"
#include "base/id.h"
#include "base/utf8.h"
#include "feature/rooms/rooms_live.h"
#include "feature/rooms/rooms_people.h"
#include "feature/rooms/rooms_rules.h"
#include "feature/rooms/rooms_store.h"

/* A first cut before cleaning: no text that could pass is longer in bytes. */
#define BYTES_MAX ((size_t)64 << 10)
#define KEY_MIN 16
/* How long a form without key that is sent again is the same message. Longer than people wait
 * before they try again; short, for two strangers of one name may both say "Hallo". */
#define KEYLESS_MS (INT64_C(5) * 60 * 1000)
#define KEY_MAX 64
#define CLOCK_BACK_MS (INT64_C(3600) * 1000)

bool rooms_key_valid(str key)
{
    for (size_t i = 0; i < key.n; i++) {
        char c = key.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool other = (c >= '0' && c <= '9') || c == '_' || c == '-';
        if (!letter && !other)
            return false;
    }
    return key.n >= KEY_MIN && key.n <= KEY_MAX;
}

/* A text that is missing or too long, in the reader's words; false where it is neither. */
static bool length_wrong(arena *a, enum lang lang, str text, size_t most, const char *missing,
                         str *ret_words)
{
    if (str_empty(text)) {
        *ret_words = words(lang, missing);
        return true;
    }
    if (utf8_count(text) <= most)
        return false;
    str limit = str_format(a, "%zu", most);
    str given = str_format(a, "%zu", utf8_count(text));
    *ret_words =
        words_fill(a, words(lang, "At most {limit} characters, please; these are {given}."),
                   (const struct words_value[]){ { "limit", limit }, { "given", given } }, 2);
    return true;
}

const err *rooms_check(arena *a, enum lang lang, const struct say *say, struct say *ret)
{
    struct err_field wrong[3] = { 0 };
    size_t n = 0;
    struct say clean = {
        .name = utf8_line(a, str_sub(say->name, 0, BYTES_MAX)),
        .text = utf8_text(a, str_sub(say->text, 0, BYTES_MAX)),
        .key = str_empty(say->key) ? id_token(a) : say->key,
        .guest = say->guest.p == NULL ? S("") : say->guest,
        .mark = say->mark.p == NULL ? S("") : say->mark,
        .account = say->account,
        .question = say->question,
        .keyless = say->keyless && str_empty(say->key),
    };
    wrong[n].field = S("name");
    n += length_wrong(a, lang, clean.name, ROOM_NAME_MAX,
                      WORDS_MARK("Please say under which name you speak."), &wrong[n].message);
    wrong[n].field = S("text");
    n += length_wrong(a, lang, clean.text, ROOM_TEXT_MAX, WORDS_MARK("Please write something."),
                      &wrong[n].message);
    if (!rooms_key_valid(clean.key))
        wrong[n++] =
            (struct err_field){ S("key"),
                                words(lang, "The key takes 16 to 64 letters, digits, _ and -.") };
    if (n > 0)
        return err_form(a, HERE, wrong, n);
    *ret = clean;
    return NULL;
}

/* The name is one line, so the line end parts it from the text; a control character is in neither.
 */
static str digest_of(arena *a, const struct say *say)
{
    return id_digest(a, str_format(a, "%s%.*s\n%.*s", say->question ? "?\x01" : "",
                                   STR_ARG(say->name), STR_ARG(say->text)));
}

/* Takes the next place in the log, or the place that the same key was given before. */
static const err *append(store *s, arena *a, room_id id, const struct say *say, int64_t time_ms,
                         int64_t *ret_seq, bool *ret_again)
{
    str digest = digest_of(a, say);
    struct rooms_said said = { 0 };
    bool found = false;
    if (say->keyless)
        TRY(rooms_store_said_since(s, a, id, digest, time_ms - KEYLESS_MS, &said, &found));
    else
        TRY(rooms_store_said(s, a, id, say->key, &said, &found));
    /* What was erased keeps no digest: it was taken once, and that is all that can be said. */
    if (found && !str_empty(said.digest) && !str_eq(said.digest, digest))
        FAIL(a, ERR_CONFLICT, "this key was used for something else in this room");
    if (!found) {
        TRY(rooms_store_append(s, a, id, say, digest, time_ms, &said.seq));
        rooms_live_announce(s, a, id, said.seq);
    }
    *ret_seq = said.seq;
    *ret_again = found;
    return NULL;
}

const err *rooms_now(store *s, arena *a, room_id id, int64_t *ret)
{
    int64_t now = clock_now_ms(), last = 0;
    TRY(rooms_store_last_ms(s, a, id, &last));
    *ret = last > now && last - now <= CLOCK_BACK_MS ? last : now;
    return NULL;
}

const err *rooms_say(store *s, arena *a, enum lang lang, room_id id, const struct say *say,
                     int64_t *ret_seq, bool *ret_again)
{
    struct say clean = { 0 };
    TRY(rooms_check(a, lang, say, &clean));
    TRY(rooms_people_check(s, a, lang, id, &clean));
    int64_t seq = 0, now = 0;
    bool again = false;
    TX(t, s, a);
    store_tx_topic(s, id.v);
    TRY(rooms_now(s, a, id, &now));
    TRY(append(s, a, id, &clean, now, &seq, &again));
    /* A repeat waits too: what it repeats may be stored but not yet durable. */
    TRY(tx_commit(&t));
    *ret_seq = seq;
    *ret_again = again;
    return NULL;
}

const err *rooms_say_at(store *s, arena *a, room_id id, const struct say *say, int64_t time_ms)
{
    struct say clean = { 0 };
    TRY(rooms_check(a, LANG_EN, say, &clean));
    int64_t seq = 0;
    bool again = false;
    TX(t, s, a);
    TRY(append(s, a, id, &clean, time_ms, &seq, &again));
    return tx_commit(&t);
}

bool rooms_shown(const struct message *m)
{
    return str_eq(m->state, S("shown"));
}
