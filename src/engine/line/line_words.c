/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * line_words.c - the vocabulary of the capture line, and how a slip of the thumb is forgiven.
 */
#include "engine/line/line_words.h"

#include <string.h>

#include "base/utf8.h"
#include "engine/programme/programme_text_scan.h"

struct entry {
    const char *text;
    int value;
    int more; /* a second value, or nothing */
};

/* clang-format off: tables */
static const struct entry kinds[] = {
    { "call", LINE_CALL, 0 },
    { "phone call", LINE_CALL, 0 },
    { "phone", LINE_CALL, 0 },
    { "phoned", LINE_CALL, 0 },
    { "telephone", LINE_CALL, 0 },
    { "anruf", LINE_CALL, 0 },
    { "telefonat", LINE_CALL, 0 },
    { "telefon", LINE_CALL, 0 },
    { "telefoniert", LINE_CALL, 0 },
    { "telefongespräch", LINE_CALL, 0 },
    { "tel", LINE_CALL, 0 },
    { "visit", LINE_VISIT, 0 },
    { "visited", LINE_VISIT, 0 },
    { "besuch", LINE_VISIT, 0 },
    { "besucht", LINE_VISIT, 0 },
    { "zu besuch", LINE_VISIT, 0 },
    { "letter", LINE_LETTER, 0 },
    { "brief", LINE_LETTER, 0 },
    { "postkarte", LINE_LETTER, 0 },
    { "postcard", LINE_LETTER, 0 },
    { "mail", LINE_MAIL, 0 },
    { "e-mail", LINE_MAIL, 0 },
    { "email", LINE_MAIL, 0 },
    { "gemailt", LINE_MAIL, 0 },
    { "emailed", LINE_MAIL, 0 },
    { "mailed", LINE_MAIL, 0 },
    { "chat", LINE_CHAT, 0 },
    { "gechattet", LINE_CHAT, 0 },
    { "nachricht", LINE_CHAT, 0 },
    { "message", LINE_CHAT, 0 },
    { "sms", LINE_CHAT, 0 },
    { "whatsapp", LINE_CHAT, 0 },
    { "signal", LINE_CHAT, 0 },
    { "video", LINE_VIDEO, 0 },
    { "video call", LINE_VIDEO, 0 },
    { "videocall", LINE_VIDEO, 0 },
    { "videoanruf", LINE_VIDEO, 0 },
    { "videogespräch", LINE_VIDEO, 0 },
    { "videokonferenz", LINE_VIDEO, 0 },
    { "zoom", LINE_VIDEO, 0 },
    { "event", LINE_EVENT, 0 },
    { "veranstaltung", LINE_EVENT, 0 },
    { "treffen", LINE_EVENT, 0 },
    { "getroffen", LINE_EVENT, 0 },
    { "traf", LINE_EVENT, 0 },
    { "met", LINE_EVENT, 0 },
    { "meeting", LINE_EVENT, 0 },
    { "begegnung", LINE_EVENT, 0 },
    { "konferenz", LINE_EVENT, 0 },
    { "conference", LINE_EVENT, 0 },
    { "mittagessen", LINE_EVENT, 0 },
    { "lunch", LINE_EVENT, 0 },
    { "abendessen", LINE_EVENT, 0 },
    { "dinner", LINE_EVENT, 0 },
    { "kaffee", LINE_EVENT, 0 },
    { "coffee", LINE_EVENT, 0 },
};

#define WEAK 1
#define FINAL 2
static const struct entry markers[] = {
    { "gehört", LINE_HEARD, FINAL },
    { "gehoert", LINE_HEARD, FINAL },
    { "heard", LINE_HEARD, 0 },
    { "hörte", LINE_HEARD, 0 },
    { "hoerte", LINE_HEARD, 0 },
    { "erzaehlt", LINE_HEARD, 0 },
    { "erfahren", LINE_HEARD, FINAL },
    { "learned", LINE_HEARD, 0 },
    { "sie sagt", LINE_HEARD, 0 },
    { "er sagt", LINE_HEARD, 0 },
    { "sie sagte", LINE_HEARD, 0 },
    { "er sagte", LINE_HEARD, 0 },
    { "she said", LINE_HEARD, 0 },
    { "he said", LINE_HEARD, 0 },
    { "she says", LINE_HEARD, 0 },
    { "he says", LINE_HEARD, 0 },
    { "erzählt", LINE_HEARD, 0 },
    { "erzählte", LINE_HEARD, 0 },
    { "sie erzählte", LINE_HEARD, 0 },
    { "er erzählte", LINE_HEARD, 0 },
    { "sucht", LINE_SEEKS, 0 },
    { "seeks", LINE_SEEKS, 0 },
    { "sie sucht", LINE_SEEKS, 0 },
    { "er sucht", LINE_SEEKS, 0 },
    { "she seeks", LINE_SEEKS, 0 },
    { "he seeks", LINE_SEEKS, 0 },
    { "looks for", LINE_SEEKS, 0 },
    { "looking for", LINE_SEEKS, 0 },
    { "is looking for", LINE_SEEKS, 0 },
    { "she is looking for", LINE_SEEKS, 0 },
    { "he is looking for", LINE_SEEKS, 0 },
    { "needs", LINE_SEEKS, 0 },
    { "she needs", LINE_SEEKS, 0 },
    { "he needs", LINE_SEEKS, 0 },
    { "braucht", LINE_SEEKS, 0 },
    { "sie braucht", LINE_SEEKS, 0 },
    { "er braucht", LINE_SEEKS, 0 },
    { "benötigt", LINE_SEEKS, 0 },
    { "benoetigt", LINE_SEEKS, 0 },
    { "bietet", LINE_OFFERS, 0 },
    { "offers", LINE_OFFERS, 0 },
    { "sie bietet", LINE_OFFERS, 0 },
    { "er bietet", LINE_OFFERS, 0 },
    { "she offers", LINE_OFFERS, 0 },
    { "he offers", LINE_OFFERS, 0 },
    { "can offer", LINE_OFFERS, 0 },
    { "kann anbieten", LINE_OFFERS, 0 },
    { "gegeben", LINE_GIVEN, FINAL },
    { "gab", LINE_GIVEN, 0 },
    { "ich gab", LINE_GIVEN, 0 },
    { "given", LINE_GIVEN, 0 },
    { "gave", LINE_GIVEN, 0 },
    { "i gave", LINE_GIVEN, 0 },
    { "bekommen", LINE_RECEIVED, FINAL },
    { "erhalten", LINE_RECEIVED, FINAL },
    { "bekam", LINE_RECEIVED, 0 },
    { "received", LINE_RECEIVED, 0 },
    { "got", LINE_RECEIVED, 0 },
    { "i got", LINE_RECEIVED, 0 },
    { "versprochen", LINE_PROMISED, FINAL },
    { "zugesagt", LINE_PROMISED, FINAL },
    { "ich versprach", LINE_PROMISED, 0 },
    { "ich verspreche", LINE_PROMISED, 0 },
    { "promised", LINE_PROMISED, 0 },
    { "i promised", LINE_PROMISED, 0 },
    { "ich will", LINE_PROMISED, WEAK },
    { "ich werde", LINE_PROMISED, WEAK },
    { "i will", LINE_PROMISED, WEAK },
    { "i'll", LINE_PROMISED, WEAK },
    { "verspricht", LINE_THEIRS, 0 },
    { "versprach", LINE_THEIRS, 0 },
    { "sie verspricht", LINE_THEIRS, 0 },
    { "er verspricht", LINE_THEIRS, 0 },
    { "sie versprach", LINE_THEIRS, 0 },
    { "er versprach", LINE_THEIRS, 0 },
    { "promises", LINE_THEIRS, 0 },
    { "she promises", LINE_THEIRS, 0 },
    { "he promises", LINE_THEIRS, 0 },
    { "she promised", LINE_THEIRS, 0 },
    { "he promised", LINE_THEIRS, 0 },
    { "they promised", LINE_THEIRS, 0 },
    { "hat versprochen", LINE_THEIRS, FINAL },
    { "has promised", LINE_THEIRS, 0 },
    { "sie hat versprochen", LINE_THEIRS, 0 },
    { "er hat versprochen", LINE_THEIRS, 0 },
    { "sie will", LINE_THEIRS, WEAK },
    { "er will", LINE_THEIRS, WEAK },
    { "sie wird", LINE_THEIRS, WEAK },
    { "er wird", LINE_THEIRS, WEAK },
    { "will", LINE_THEIRS, WEAK },
    { "wird", LINE_THEIRS, WEAK },
    { "i’ll", LINE_PROMISED, WEAK },
    { "she’ll", LINE_THEIRS, WEAK },
    { "he’ll", LINE_THEIRS, WEAK },
    { "she will", LINE_THEIRS, WEAK },
    { "he will", LINE_THEIRS, WEAK },
    { "she'll", LINE_THEIRS, WEAK },
    { "he'll", LINE_THEIRS, WEAK },
};

static const struct entry spoke[] = {
    { "sie sprach mehr", LINE_THEY, 0 }, { "er sprach mehr", LINE_THEY, 0 },
    { "sie redete mehr", LINE_THEY, 0 }, { "er redete mehr", LINE_THEY, 0 },
    { "she spoke more", LINE_THEY, 0 },  { "he spoke more", LINE_THEY, 0 },
    { "they spoke more", LINE_THEY, 0 }, { "she talked more", LINE_THEY, 0 },
    { "he talked more", LINE_THEY, 0 },  { "they talked more", LINE_THEY, 0 },
    { "ich hörte zu", LINE_THEY, 0 },    { "i listened", LINE_THEY, 0 },
    { "ich sprach mehr", LINE_ME, 0 },   { "ich redete mehr", LINE_ME, 0 },
    { "i spoke more", LINE_ME, 0 },      { "i talked more", LINE_ME, 0 },
    { "beide gleich", LINE_EVEN, 0 },    { "beide gleich viel", LINE_EVEN, 0 },
    { "gleich viel", LINE_EVEN, 0 },     { "ausgewogen", LINE_EVEN, 0 },
    { "evenly", LINE_EVEN, 0 },          { "both alike", LINE_EVEN, 0 },
    { "both equally", LINE_EVEN, 0 },
};

static const struct entry started[] = {
    { "sie rief an", LINE_THEY, LINE_CALL },
    { "er rief an", LINE_THEY, LINE_CALL },
    { "rief mich an", LINE_THEY, LINE_CALL },
    { "hat angerufen", LINE_THEY, LINE_CALL },
    { "sie hat angerufen", LINE_THEY, LINE_CALL },
    { "er hat angerufen", LINE_THEY, LINE_CALL },
    { "hat mich angerufen", LINE_THEY, LINE_CALL },
    { "she called", LINE_THEY, LINE_CALL },
    { "he called", LINE_THEY, LINE_CALL },
    { "they called", LINE_THEY, LINE_CALL },
    { "called me", LINE_THEY, LINE_CALL },
    { "she rang", LINE_THEY, LINE_CALL },
    { "he rang", LINE_THEY, LINE_CALL },
    { "rang me", LINE_THEY, LINE_CALL },
    { "sie schrieb", LINE_THEY, LINE_UNSAID },
    { "er schrieb", LINE_THEY, LINE_UNSAID },
    { "schrieb mir", LINE_THEY, LINE_UNSAID },
    { "she wrote", LINE_THEY, LINE_UNSAID },
    { "he wrote", LINE_THEY, LINE_UNSAID },
    { "wrote me", LINE_THEY, LINE_UNSAID },
    { "sie begann", LINE_THEY, LINE_UNSAID },
    { "er begann", LINE_THEY, LINE_UNSAID },
    { "she started", LINE_THEY, LINE_UNSAID },
    { "he started", LINE_THEY, LINE_UNSAID },
    { "sie kam auf mich zu", LINE_THEY, LINE_UNSAID },
    { "er kam auf mich zu", LINE_THEY, LINE_UNSAID },
    { "called by", LINE_THEY, LINE_CALL },
    { "angerufen von", LINE_THEY, LINE_CALL },
    { "eingehend", LINE_THEY, LINE_UNSAID },
    { "incoming", LINE_THEY, LINE_UNSAID },
    { "ich rief an", LINE_ME, LINE_CALL },
    { "ich habe angerufen", LINE_ME, LINE_CALL },
    { "habe angerufen", LINE_ME, LINE_CALL },
    { "angerufen", LINE_ME, LINE_CALL },
    { "i called", LINE_ME, LINE_CALL },
    { "i rang", LINE_ME, LINE_CALL },
    { "ich schrieb", LINE_ME, LINE_UNSAID },
    { "i wrote", LINE_ME, LINE_UNSAID },
    { "ich begann", LINE_ME, LINE_UNSAID },
    { "i started", LINE_ME, LINE_UNSAID },
    { "ausgehend", LINE_ME, LINE_UNSAID },
    { "outgoing", LINE_ME, LINE_UNSAID },
};
/* They began where a name stands before these, else I did. */
static const struct entry started_by_place[] = {
    { "rief an", 0, LINE_CALL }, { "called", 0, LINE_CALL },    { "rang", 0, LINE_CALL },
    { "rief", 0, LINE_CALL },    { "schrieb", 0, LINE_UNSAID }, { "wrote", 0, LINE_UNSAID },
};

static const struct entry ands[] = {
    { "und", 0, 0 }, { "and", 0, 0 }, { "u.", 0, 0 }, { "+", 0, 0 }, { "&", 0, 0 },
};
static const struct entry withs[] = {
    { "mit", LINE_NOBODY, 0 }, { "with", LINE_NOBODY, 0 }, { "bei", LINE_NOBODY, 0 },
    { "von", LINE_THEY, 0 },   { "from", LINE_THEY, 0 },   { "by", LINE_THEY, 0 },
    { "an", LINE_ME, 0 },      { "to", LINE_ME, 0 },
};
static const struct entry places[] = {
    { "in", 0, 0 },      { "in der", 0, 0 }, { "in the", 0, 0 },  { "im", 0, 0 },
    { "beim", 0, 0 },    { "bei", 0, 0 },    { "bei der", 0, 0 }, { "auf der", 0, 0 },
    { "auf dem", 0, 0 }, { "at", 0, 0 },     { "at the", 0, 0 },  { "@", 0, 0 },
};
static const struct entry whos[] = {
    { "sie hat", LINE_THEY, 0 }, { "er hat", LINE_THEY, 0 }, { "hat", LINE_THEY, 0 },
    { "she has", LINE_THEY, 0 }, { "he has", LINE_THEY, 0 }, { "ich habe", LINE_ME, 0 },
    { "habe", LINE_ME, 0 },      { "ich", LINE_ME, 0 },
};
static const char *const particles[] = { "von", "van", "de", "der", "den", "del", "di",  "da", "zu",
                                         "zur", "vom", "la", "le",  "al",  "el",  "ten", NULL };
static const char *const subjects[] = { "sie",  "er",   "es",   "ich",   "wir", "ist",  "war",
                                        "hat",  "will", "wird", "kommt", "she", "he",   "it",
                                        "i",    "we",   "is",   "was",   "has", "they", "dann",
                                        "then", "aber", "but",  NULL };
static const char *const deeds[] = {
    "schicken",   "senden",     "melden",     "anrufen",      "zurückrufen",  "geben",
    "fragen",     "nachfragen", "vorstellen", "mailen",       "schreiben",    "bringen",
    "mitbringen", "liefern",    "prüfen",     "vorbeikommen", "weiterleiten", "send",
    "call",       "ask",        "write",      "bring",        "introduce",    "give",
    "get",        "forward",    "deliver",    "check",        "come",         NULL
};
/* clang-format on */

/* ---- finding --------------------------------------------------------------------------------- */

/* Whether the entry stands at the front and ends there. Signs end by themselves. */
static size_t at_front(str s, const char *text)
{
    size_t n = strlen(text);
    if (!programme_text_scan_same(str_sub(s, 0, n), text))
        return 0;
    bool sign = programme_text_scan_word_length(str_of(text + n - 1)) == 0;
    return sign || programme_text_scan_word_length(str_sub(s, n, s.n)) == 0 ? n : 0;
}

/* A word with a hyphen behind it goes on: "E-Mail", "Mail-Verteiler". */
static size_t find(const struct entry *table, size_t count, str s, const struct entry **ret)
{
    size_t best = 0;
    for (size_t i = 0; i < count; i++) {
        size_t n = at_front(s, table[i].text);
        if (n <= best || (n < s.n && s.p[n] == '-' &&
                          programme_text_scan_word_length(str_sub(s, n + 1, s.n)) > 0))
            continue;
        best = n;
        *ret = &table[i];
    }
    return best;
}

static bool is_one_of(str word, const char *const *list)
{
    for (; *list != NULL; list++)
        if (programme_text_scan_same(word, *list))
            return true;
    return false;
}

/* ---- slips of the thumb ---------------------------------------------------------------------- */

#define SLIP_SHORTEST 5 /* letters; in shorter words one letter makes another word */
#define SLIP_LONGEST 20

/* The letters in lower case; 0 for a word that is too long. */
static size_t letters(str word, uint32_t to[SLIP_LONGEST])
{
    size_t n = 0;
    for (uint32_t c; utf8_next(&word, &c); n++) {
        if (n == SLIP_LONGEST)
            return 0;
        bool capital = (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde);
        to[n] = capital ? c + 32 : c;
    }
    return n;
}

/* One letter left out or too many, or two changed about; with `other`, one taken for another. The
 * first letter is always right. */
static bool is_slip(str typed, const char *meant, bool other)
{
    uint32_t a[SLIP_LONGEST], b[SLIP_LONGEST];
    size_t n = letters(typed, a), m = letters(str_of(meant), b);
    if (n + 1 < SLIP_SHORTEST || m < SLIP_SHORTEST || n > m + 1 || m > n + 1 || a[0] != b[0])
        return false;
    size_t front = 0, back = 0;
    while (front < n && front < m && a[front] == b[front])
        front++;
    while (back < n - front && back < m - front && a[n - 1 - back] == b[m - 1 - back])
        back++;
    size_t left = n - front - back, left_meant = m - front - back;
    if (n != m)
        return left + left_meant == 1;
    return (left == 1 && other) ||
           (left == 2 && a[front] == b[front + 1] && a[front + 1] == b[front]);
}

static size_t find_slip(const struct entry *table, size_t count, str s, bool other,
                        const struct entry **ret)
{
    str word = str_sub(s, 0, programme_text_scan_word_length(s));
    for (size_t i = 0; i < count && word.n > 0; i++) {
        if (!is_slip(word, table[i].text, other))
            continue;
        *ret = &table[i];
        return word.n;
    }
    return 0;
}

static bool is_capital(str s)
{
    uint32_t c = 0;
    (void)utf8_next(&s, &c);
    return (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde);
}

/* ---- what is asked for ----------------------------------------------------------------------- */

size_t line_words_kind(str s, bool first, enum line_kind *ret)
{
    const struct entry *e = NULL;
    size_t n = find(kinds, COUNT_OF(kinds), s, &e);
    if (n == 0 && (first || !is_capital(s)))
        n = find_slip(kinds, COUNT_OF(kinds), s, true, &e);
    if (n > 0)
        *ret = (enum line_kind)e->value;
    return n;
}

size_t line_words_marker(str s, struct line_marker *ret)
{
    const struct entry *e = NULL;
    size_t n = find(markers, COUNT_OF(markers), s, &e);
    if (n == 0 && !is_capital(s)) {
        n = find_slip(markers, COUNT_OF(markers), s, false, &e);
        if (n > 0 && strlen(e->text) <= SLIP_SHORTEST)
            n = 0;
    }
    if (n > 0)
        *ret = (struct line_marker){ (enum line_part)e->value, (e->more & WEAK) != 0,
                                     (e->more & FINAL) != 0 };
    return n;
}

bool line_words_is_deed(str text)
{
    while (text.n > 0) {
        size_t n = programme_text_scan_word_length(text);
        if (is_one_of(str_sub(text, 0, n), deeds))
            return true;
        text = str_sub(text, n > 0 ? n : 1, text.n);
    }
    return false;
}

size_t line_words_spoke(str s, enum line_side *ret)
{
    const struct entry *e = NULL;
    size_t n = find(spoke, COUNT_OF(spoke), s, &e);
    if (n > 0)
        *ret = (enum line_side)e->value;
    return n;
}

size_t line_words_started(str s, bool named, enum line_side *ret, enum line_kind *ret_kind)
{
    const struct entry *e = NULL;
    size_t n = find(started, COUNT_OF(started), s, &e);
    if (n > 0) {
        *ret = (enum line_side)e->value;
    } else {
        n = find(started_by_place, COUNT_OF(started_by_place), s, &e);
        *ret = n == 0 ? *ret : named ? LINE_THEY : LINE_ME;
    }
    if (n > 0)
        *ret_kind = (enum line_kind)e->more;
    return n;
}

size_t line_words_and(str s)
{
    const struct entry *e = NULL;
    return find(ands, COUNT_OF(ands), s, &e);
}

size_t line_words_with(str s, enum line_side *ret)
{
    const struct entry *e = NULL;
    size_t n = find(withs, COUNT_OF(withs), s, &e);
    if (n > 0)
        *ret = (enum line_side)e->value;
    return n;
}

size_t line_words_place(str s)
{
    const struct entry *e = NULL;
    return find(places, COUNT_OF(places), s, &e);
}

bool line_words_is_particle(str word)
{
    return is_one_of(word, particles);
}

bool line_words_is_subject(str word)
{
    return is_one_of(word, subjects);
}

size_t line_words_who(str s, enum line_side *ret)
{
    const struct entry *e = NULL;
    size_t n = find(whos, COUNT_OF(whos), s, &e);
    if (n > 0)
        *ret = (enum line_side)e->value;
    return n;
}
