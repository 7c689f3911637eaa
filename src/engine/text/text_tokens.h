/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * text_tokens.h - a short text in German or English as the words that say something in it, each
 * with its stem.
 *
 * The language is guessed by the stop words of the text (and by ä, ö, ü, ß); its stem comes first.
 * Each word has the stem of the other language beside it: people mix the two ("Suche einen
 * Speaker"), and that was better on judged pairs than stems of the guessed language alone
 * (docs/introductions-text.md). Stop words go, and the words by which people say that they seek or
 * offer at all ("suche", "looking for", "biete"): they say nothing of what. What is written in
 * capitals is an abbreviation and stays (IT, US). Words of one letter go. Stems are Snowball's
 * (libstemmer: german, english) of the plain word, then folded by rule 2 of text_fold.h, so that
 * all three ways of writing an umlaut come to one stem. Each thread has stemmers of its own, given
 * back when it ends.
 */
#ifndef ENGINE_TEXT_TEXT_TOKENS_H
#define ENGINE_TEXT_TEXT_TOKENS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

enum text_lang { TEXT_GERMAN, TEXT_ENGLISH, TEXT_UNSURE };

/* Of longer texts the beginning is read, of longer words nothing. */
#define TEXT_TOKENS_BYTES 4000
#define TEXT_TOKENS_MAX 300
#define TEXT_TOKEN_BYTES 100

struct text_token {
    str written; /* a slice of the text */
    str plain;   /* text_fold_plain of it */
    str stem[2]; /* the second is absent where it would be the same */
    bool joined; /* no punctuation between it and the one before: the two may be a phrase */
};

struct text_tokens {
    struct text_token *item;
    size_t n;
    enum text_lang lang;
};

/* All on the arena, but for `written`. Any bytes are taken. */
void text_tokens(arena *a, str text, struct text_tokens *ret);

/* The stem of one plain word, in German or English. */
str text_tokens_stem(arena *a, str plain, enum text_lang lang);

#endif
