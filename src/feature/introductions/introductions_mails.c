/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * introductions_mails.c - see introductions_mails.h.
 */
#include "feature/introductions/introductions_mails.h"

/* Not "--": mail programs hide what stands below it as a signature. */
#define RULE S("* * *")

/* Nobody's words bring the link to another place than ours. */
static str without_mark(arena *a, str words)
{
    const struct words_value mark = { "link", S("link") };
    return words_fill(a, words, &mark, 1);
}

static str filled(arena *a, enum lang lang, const char *msgid, str owner, str fee)
{
    const struct words_value values[] = { { "owner", owner }, { "fee", fee } };
    return words_fill(a, words(lang, msgid), values, COUNT_OF(values));
}

static str paragraphs(arena *a, const str *all, size_t n)
{
    str *kept = NEW_ARRAY(a, str, n);
    size_t n_kept = 0;
    for (size_t i = 0; i < n; i++)
        if (!str_empty(all[i]))
            kept[n_kept++] = all[i];
    return str_join(a, kept, n_kept, S("\n\n"));
}

str introductions_mails_ask(arena *a, enum lang lang, str words_of, str fee, str owner)
{
    const char *agreed = WORDS_MARK("Agreed for this introduction, said to both sides: {fee}");
    const char *notice = WORDS_MARK(
        "Names and addresses are passed on only when both sides have said yes. To answer, without "
        "signing in:\n{link}");
    const char *why = WORDS_MARK("Why {owner} has this address, and what may be asked about "
                                 "it:\n{link}/why");
    const char *silence = WORDS_MARK("Without an answer it counts as a no after two weeks; more "
                                     "than one reminder does not come.");
    const str all[] = {
        without_mark(a, words_of),
        str_empty(fee) ? S("") : without_mark(a, filled(a, lang, agreed, owner, fee)),
        RULE,
        words(lang, notice),
        words(lang, silence),
        filled(a, lang, why, without_mark(a, owner), S("")),
    };
    return paragraphs(a, all, COUNT_OF(all));
}

str introductions_mails_tell(arena *a, enum lang lang, str opening, str closing, str owner)
{
    const char *msgid =
        WORDS_MARK("about the introduction I wrote of: it does not fit at the moment. Thank you "
                   "for your yes; nothing was passed on.");
    const str all[] = { opening, words(lang, msgid),
                        str_join(a, (str[]){ closing, owner }, 2, S("\n")) };
    return paragraphs(a, all, COUNT_OF(all));
}

str introductions_mails_introduce(arena *a, enum lang lang, str words_of, str other_name,
                                  str other_email, str other_phone, bool stays, str owner)
{
    const char *direct = WORDS_MARK("An answer to this mail goes to {owner}.");
    const str lines[] = { other_name, other_email, other_phone };
    str contact[3];
    size_t n = 0;
    for (size_t i = 0; i < COUNT_OF(lines); i++)
        if (!str_empty(lines[i]))
            contact[n++] = lines[i];
    str goes_to = stays || str_empty(other_email) ? owner : other_name;
    const str all[] = {
        words_of,
        RULE,
        str_join(a, contact, n, S("\n")),
        filled(a, lang, direct, goes_to, S("")),
    };
    return paragraphs(a, all, COUNT_OF(all));
}

str introductions_mails_outcome(arena *a, enum lang lang, str words_of, str owner)
{
    const char *notice = WORDS_MARK("One click says what came of it, without signing in. Only "
                                    "{owner} reads it:\n{link}");
    const str all[] = { without_mark(a, words_of), RULE,
                        filled(a, lang, notice, without_mark(a, owner), S("")) };
    return paragraphs(a, all, COUNT_OF(all));
}

/* ---- on the telephone ------------------------------------------------------------------------ */

static str because(arena *a, enum lang lang, bool familiar, const struct introductions_person *to,
                   const struct introductions_person *about)
{
    const struct words_value values[] = {
        { "seeks", introductions_person_items(a, to, "seeks", &about->signs) },
        { "offers", introductions_person_items(a, about, "offers", &about->signs) },
        { "wanted", introductions_person_items(a, about, "seeks", &about->signs) },
        { "given", introductions_person_items(a, to, "offers", &about->signs) },
    };
    const char *text;
    if (!str_empty(values[0].value) && !str_empty(values[1].value))
        text = familiar ? WORDS_MARK("I thought of you, because you look for this: {seeks}. And I "
                                     "know somebody who offers: {offers}.")
                        : WORDS_MARK("I have been thinking of you, because you seek: {seeks}. I "
                                     "know somebody who offers: {offers}.");
    else if (!str_empty(values[2].value) && !str_empty(values[3].value))
        text = familiar ? WORDS_MARK("I thought of you, because you can do this: {given}. And I "
                                     "know somebody who looks for: {wanted}.")
                        : WORDS_MARK("I have been thinking of you, because you offer: {given}. I "
                                     "know somebody who seeks: {wanted}.");
    else
        text = familiar ? WORDS_MARK("I thought of you, because …")
                        : WORDS_MARK("I have been thinking of you, because …");
    return words_fill(a, words(lang, text), values, COUNT_OF(values));
}

str introductions_mails_script(arena *a, const struct introductions_person *to,
                               const struct introductions_person *about, str fee, str owner)
{
    enum lang lang = to->letter.lang;
    const char *hello = to->familiar ? WORDS_MARK("Hello, it is {owner}.")
                                     : WORDS_MARK("Good day, this is {owner} speaking.");
    const char *agreed = WORDS_MARK("Agreed for this introduction, said to both sides: {fee}");
    const char *ask =
        to->familiar
            ? WORDS_MARK("I say no names before you both want it. Shall I introduce you two?")
            : WORDS_MARK("I give no names before both of you wish it. May I introduce you to each "
                         "other?");
    const str all[] = {
        filled(a, lang, hello, owner, S("")),
        because(a, lang, to->familiar, to, about),
        str_empty(fee) ? S("") : filled(a, lang, agreed, owner, fee),
        words(lang, ask),
    };
    return paragraphs(a, all, COUNT_OF(all));
}
