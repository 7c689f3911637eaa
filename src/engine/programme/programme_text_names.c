/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * programme_text_names.c - "Dr. Anna Schmidt (Hamburg), Ben Klein und Cem Öz" as three persons.
 *
 * A comma may part two persons or a person from where they work: what is no name is kept as a note
 * on the person before it, so that nothing is lost.
 */
#include "engine/programme/programme_text_names.h"

#include "base/utf8.h"
#include "engine/programme/programme_text.h"
#include "engine/programme/programme_text_scan.h"

#define PERSONS_MAX 50

static const char *const titles[] = { "Dr.",       "Dr",   "Prof.", "Prof",  "Dipl.-Ing.", "Mag.",
                                      "Ing.",      "Frau", "Herr",  "Mr.",   "Mrs.",       "Ms.",
                                      "Mr",        "Mrs",  "Ms",    "Sir",   "Dame",       "Pfr.",
                                      "Professor", "em.",  "h.c.",  "Dipl.", "habil." };
static const char *const particles[] = { "von", "van", "de",  "der",   "den", "zu", "zur",
                                         "di",  "da",  "del", "della", "la",  "le", "al",
                                         "bin", "ten", "ter", "dos",   "el",  "y" };
/* Words that begin a topic rather than a name. */
static const char *const no_names[] = {
    "Der", "Die", "Das",  "Ein",  "Eine", "The",   "A",     "An",     "Wie",  "Was",   "Warum",
    "Wo",  "Wer", "Wann", "How",  "Why",  "What",  "Who",   "Where",  "When", "Im",    "Vom",
    "Für", "Mit", "Über", "Ohne", "Nach", "Vor",   "Unser", "Unsere", "Neue", "Neuer", "Neues",
    "Our", "New", "Wege", "Teil", "Part", "Raum",  "Room",  "Saal",   "Uhr",  "Netz",  "Pause",
    "Zum", "Zur", "Von",  "For",  "With", "About", "Und",   "And",    "Aus",  "In"
};
static const char *const institutions[] = {
    "universit", "hochschule", "institut", "gmbh",    "stiftung", "verein",   "e.v",     "verlag",
    "college",   "school",     "schule",   "found",   "ltd",      "zentrum",  "center",  "centre",
    "redaktion", "museum",     "leiter",   "autor",   "direktor", "director", "author",  "club",
    "professor", "meister",    "berater",  "gründer", "founder",  "consult",  "manager", "editor"
};

static bool in_list(str word, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (programme_text_scan_same(word, list[i]))
            return true;
    return false;
}

static bool is_institution(str s)
{
    for (size_t k = 0; k < COUNT_OF(institutions); k++) {
        str wanted = str_of(institutions[k]);
        for (size_t i = 0; i + wanted.n <= s.n; i++)
            if (programme_text_scan_same(str_sub(s, i, wanted.n), institutions[k]))
                return true;
    }
    return false;
}

/* A capital of A-Z, or any letter above them, whose case is not looked at beyond Latin-1. */
static bool is_capital(str word)
{
    unsigned char c = word.n > 0 ? (unsigned char)word.p[0] : 0;
    if (c == 0xc3 && word.n > 1)
        return (unsigned char)word.p[1] < 0x9f;
    return (c >= 'A' && c <= 'Z') || c > 0xc3;
}

static bool has_digit(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == ':' || s.p[i] == '?' || s.p[i] == '!')
            return true;
    return false;
}

/* How many words of the name are its own; 0 where it is no name. */
static size_t own_words(str s)
{
    size_t own = 0, all = 0, titled = 0;
    str word;
    for (str rest = s; str_next(&rest, ' ', &word);) {
        if (str_empty(word))
            continue;
        bool title = in_list(word, titles, COUNT_OF(titles));
        if (++all > 8 ||
            (!title && in_list(word, no_names, COUNT_OF(no_names)) && is_capital(word)))
            return 0;
        titled += title;
        if (title || in_list(word, particles, COUNT_OF(particles)))
            continue;
        if (!is_capital(word) || programme_text_scan_word_length(word) == 0)
            return 0;
        own++;
    }
    return own > 4 || has_digit(s) || is_institution(s) ? 0 : own + (titled > 0 && own > 0);
}

/* The next part of a list: "und", "and", "&", "/", "+", "sowie", "mit" between two names. */
static bool part_next(str *rest, str *ret)
{
    static const str signs[] = { S_INIT(" und "), S_INIT(" and "),   S_INIT(" & "), S_INIT(" / "),
                                 S_INIT(" + "),   S_INIT(" sowie "), S_INIT("/") };
    size_t at = rest->n, skip = 0;
    if (rest->p == NULL)
        return false;
    for (size_t i = 0; i < COUNT_OF(signs); i++) {
        size_t found = str_find(*rest, signs[i]);
        if (found >= at)
            continue;
        at = found;
        skip = signs[i].n;
    }
    *ret = str_trim(str_sub(*rest, 0, at));
    *rest = at < rest->n ? str_sub(*rest, at + skip, rest->n) : (str){ 0 };
    return true;
}

/* Each part of the list is a name of at least `least` words. */
static bool all_names(str s, size_t least)
{
    str part;
    for (str rest = s; part_next(&rest, &part);)
        if (own_words(part) < least)
            return false;
    return true;
}

bool programme_text_names_likely(str s)
{
    str piece;
    s = str_trim(s);
    if (str_empty(s) || s.n > 200)
        return false;
    for (str rest = s; str_next(&rest, ',', &piece);)
        if (!all_names(str_trim(piece), 2))
            return false;
    return true;
}

bool programme_text_names_nobody(str s)
{
    static const char *const nobody[] = { "N.N.", "N. N.",  "NN",  "N.N",   "tba",
                                          "TBA.", "t.b.a.", "TBD", "offen", "noch offen" };
    return in_list(str_trim(s), nobody, COUNT_OF(nobody));
}

/* ---- persons --------------------------------------------------------------------------------- */

struct people {
    arena *a;
    struct programme_person *item;
    size_t n, cap;
};

/* Where the name ends and what it is followed by begins: " (…", " - …", " aus …". */
static size_t name_end(str s)
{
    static const char *const words[] = { "aus", "from", "vom", "of", NULL };
    for (size_t i = 1; i < s.n; i++) {
        str behind = str_sub(s, i, s.n), word = str_sub(s, i + 1, s.n);
        if (s.p[i] == '(' || s.p[i] == '[')
            return i;
        if (s.p[i] == ' ' &&
            (programme_text_scan_one_of(&word, words) ||
             (str_starts(word, S("von der ")) && str_contains(str_sub(s, 0, i), S(" "))) ||
             (programme_text_scan_dash(&word) && behind.n > word.n + 2)))
            return i;
    }
    return s.n;
}

/* Without the brackets or the dash around it. */
static str bare_note(str s)
{
    s = str_trim(s);
    (void)programme_text_scan_dash(&s);
    if (s.n >= 2 && (s.p[0] == '(' || s.p[0] == '['))
        s = str_sub(s, 1, s.n - 1 - (s.p[s.n - 1] == ')' || s.p[s.n - 1] == ']'));
    return str_trim(s);
}

static void note_add(struct people *people, str note)
{
    struct programme_person *p = &people->item[people->n - 1];
    note = bare_note(note);
    str both[] = { p->biography, note };
    if (str_empty(note))
        return;
    p->biography = str_empty(p->biography) ? note : str_join(people->a, both, 2, S(", "));
}

static void person_add(struct people *people, str s)
{
    size_t end = name_end(s);
    str name = str_trim(str_sub(s, 0, end));
    while (str_ends(name, S(",")) || str_ends(name, S(";")) || str_ends(name, S(":")))
        name.n--;
    name = str_trim(name);
    if (str_empty(bare_note(name)) || programme_text_names_nobody(name) || people->n >= PERSONS_MAX)
        return;
    arena_grow(people->a, (void **)&people->item, &people->cap, people->n + 1,
               sizeof(*people->item));
    people->item[people->n++] = (struct programme_person){ .name = name };
    note_add(people, str_sub(s, end, s.n));
}

/* What stands between two commas. */
static void piece_add(struct people *people, str piece, bool lonely)
{
    str head = str_sub(piece, 0, name_end(piece)), part;
    if (people->n > 0 && !all_names(head, lonely ? 1 : 2)) {
        note_add(people, piece);
        return;
    }
    if (!all_names(head, 1)) {
        person_add(people, piece);
        return;
    }
    /* The note belongs to the last of them. */
    str last = piece;
    for (str rest = head; part_next(&rest, &part) && rest.p != NULL;) {
        person_add(people, part);
        last = str_trim((str){ rest.p, (size_t)(piece.p + piece.n - rest.p) });
    }
    person_add(people, last);
}

/* The next piece up to a comma, semicolon or line end outside of brackets. */
static bool piece_next(str *rest, str *ret)
{
    int depth = 0;
    size_t i = 0, skip = 1;
    if (rest->p == NULL)
        return false;
    for (; i < rest->n; i++) {
        char c = rest->p[i];
        depth += (c == '(') - (c == ')' && depth > 0);
        if ((depth == 0 && c == ',') || c == ';' || c == '\n')
            break;
        /* "Ben Klein (Hamburg) und Cem": the list goes on behind the bracket. */
        str behind = str_sub(*rest, i + 1, rest->n), part;
        if (depth == 0 && c == ')' && part_next(&behind, &part) && str_empty(part) &&
            behind.p != NULL) {
            skip = (size_t)(behind.p - rest->p) - ++i;
            break;
        }
    }
    *ret = str_trim(str_sub(*rest, 0, i));
    *rest = i < rest->n ? str_sub(*rest, i + skip, rest->n) : (str){ 0 };
    return true;
}

size_t programme_text_persons(arena *a, str names, struct programme_person **ret)
{
    struct people people = { .a = a };
    str piece;
    bool lonely = true; /* so far each name is one word: "Anna, Ben und Cem" */
    names = utf8_text(a, str_sub(names, 0, 2000));
    while (piece_next(&names, &piece)) {
        if (str_empty(piece))
            continue;
        piece_add(&people, piece, lonely);
        lonely = lonely && own_words(str_sub(piece, 0, name_end(piece))) <= 1;
    }
    *ret = people.item;
    return people.n;
}
