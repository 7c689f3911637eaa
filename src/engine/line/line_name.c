/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * line_name.c - where a name begins and ends: the book knows, else capitals tell, else there are
 * two words.
 */
#include "engine/line/line_name.h"

#include "base/utf8.h"
#include "engine/line/line_words.h"
#include "engine/programme/programme_text_scan.h"

#define RUN_MAX 8    /* words looked at together */
#define KNOWN_MAX 5  /* of a name in the book */
#define SHAPED_MAX 3 /* of a name that only looks like one, besides particles and titles */

struct word {
    size_t from, n;
    bool capital, particle, title;
};
struct run {
    struct word word[RUN_MAX];
    size_t n;
};

static bool is_capital(str s)
{
    uint32_t c = 0;
    (void)utf8_next(&s, &c);
    return (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde) || c == 0x15e || c == 0x160 ||
           c == 0x17d || c == 0x10c || c == 0x130 || c == 0x141;
}

/* The word at `from`, with the full stop of "Dr." and "A.". */
static size_t name_word(const struct line_reader *r, size_t from)
{
    str s = line_reader_from(r, from);
    size_t n = line_reader_word(s);
    if (n > 0 && n < s.n && s.p[n] == '.' && !line_reader_is_end(r, from + n))
        n++;
    return n;
}

/* Something else begins here. */
static bool stops(const struct line_reader *r, size_t from)
{
    struct line_marker marker;
    struct line_piece piece;
    struct line_moment due;
    enum line_side side = LINE_NOBODY;
    str s = line_reader_from(r, from);
    if (s.n == 0 || (s.p[0] >= '0' && s.p[0] <= '9') || line_reader_word(s) == 0)
        return true;
    if (line_words_is_particle(str_sub(s, 0, line_reader_word(s))) &&
        line_words_with(s, &side) == 0)
        return false;
    return line_words_marker(s, &marker) > 0 || line_reader_piece(r, from, true, &piece) ||
           line_when_due(s, r->world->today, &due) > 0 || line_words_and(s) > 0 ||
           line_words_place(s) > 0;
}

static struct word word_at(const struct line_reader *r, size_t from)
{
    static const char *const titles[] = { "Herr", "Herrn", "Frau", "Dr", "Prof",
                                          "Mr",   "Mrs",   "Ms",   NULL };
    struct word w = { .from = from, .n = name_word(r, from) };
    str word = str_sub(r->text, from, w.n);
    w.capital = is_capital(word);
    w.particle = line_words_is_particle(word);
    w.title = programme_text_scan_one_of(&word, titles);
    return w;
}

static struct run run_at(const struct line_reader *r, size_t from)
{
    struct run run = { 0 };
    while (run.n < RUN_MAX && (run.n == 0 || !stops(r, from))) {
        struct word w = word_at(r, from);
        if (w.n == 0)
            break;
        run.word[run.n++] = w;
        from += w.n;
        if (from >= r->text.n || r->text.p[from] != ' ')
            break;
        from++;
    }
    return run;
}

static str words_text(const struct line_reader *r, const struct run *run, size_t first, size_t n)
{
    const struct word *last = &run->word[first + n - 1];
    return str_sub(r->text, run->word[first].from, last->from + last->n - run->word[first].from);
}

/* The longest name of the book in the run, from its first possible word on. */
static size_t known_part(struct line_reader *r, const struct run *run, size_t *ret_first)
{
    for (size_t first = 0; first < run->n; first++) {
        size_t most = run->n - first < KNOWN_MAX ? run->n - first : KNOWN_MAX;
        str word = str_sub(r->text, run->word[first].from, run->word[first].n);
        if (line_words_is_subject(word) || (run->word[first].particle && first > 0))
            continue;
        /* "Finn Neu" is not Eva Neu. */
        bool surname = first > 0 && run->word[first].capital && run->word[first - 1].capital &&
                       !run->word[first - 1].title;
        for (size_t n = most; n > (surname ? 1 : 0); n--) {
            if (!line_reader_known(r, words_text(r, run, first, n)))
                continue;
            *ret_first = first;
            return n;
        }
    }
    return 0;
}

/* The first words with capitals; in a run without any, the first two. */
static size_t shaped_part(const struct run *run, size_t *ret_first)
{
    size_t first = 0, n = 0, counted = 0;
    while (first < run->n && !run->word[first].capital)
        first++;
    if (first == run->n) {
        *ret_first = 0;
        return run->n < 2 ? run->n : 2;
    }
    if (first > 0 && run->word[first - 1].particle)
        first--;
    for (size_t i = first; i < run->n; i++) {
        const struct word *w = &run->word[i];
        bool leads = w->particle && i + 1 < run->n &&
                     (run->word[i + 1].capital || run->word[i + 1].particle);
        if (!(w->capital || leads))
            break;
        if (counted == SHAPED_MAX)
            return run->word[first + 2].title ? n : 2;
        counted += w->capital && !w->title;
        n = i + 1 - first;
    }
    *ret_first = first;
    return n;
}

static bool name_add(struct line_reader *r, size_t from, size_t n, bool known)
{
    struct line *l = r->out;
    if (l->n_names == LINE_LIST_MAX)
        return false;
    line_reader_mark(r, from, n, LINE_NAME);
    r->prev_name = (int)l->n_names;
    l->names[l->n_names++] = str_sub(r->text, from, n);
    r->stranger = r->stranger || !known;
    r->joined = false;
    r->after_kind = false;
    return true;
}

/* A stranger's name may be the first, or joined to another; behind a mere comma only where
 * strangers are listed, or nobody can say who is one. */
static bool stranger_fits(const struct line_reader *r)
{
    if (r->world->no_strangers)
        return false;
    if (r->out->n_names == 0)
        return true;
    return r->joined && (!r->comma || r->stranger || r->world->known == NULL);
}

/* A clause begins behind the words: "Ben bietet …". `final`: it ends there. */
static bool leads_clause(const struct line_reader *r, const struct word *last, bool *ret_final)
{
    struct line_marker m = { 0 };
    size_t at = last->from + last->n;
    while (at < r->text.n && r->text.p[at] == ' ')
        at++;
    size_t n = line_words_marker(line_reader_from(r, at), &m), behind = at + n;
    while (behind < r->text.n && r->text.p[behind] == ' ')
        behind++;
    *ret_final = m.final && (behind >= r->text.n || line_reader_is_end(r, behind));
    return n > 0;
}

/* "Anna Weber", where only another Anna is known: two words, of which one alone is a name. */
static bool is_namesake(const struct line_reader *r, const struct run *run, size_t n)
{
    bool final;
    if (run->word[0].title || (leads_clause(r, &run->word[run->n - 1], &final) && final))
        return false;
    return !r->world->no_strangers && run->n == 2 && n == 1 &&
           run->word[0].capital == run->word[1].capital && stranger_fits(r);
}

bool line_name_take(struct line_reader *r)
{
    struct run run = run_at(r, r->at);
    struct line_marker marker;
    size_t first = 0;
    if (run.n == 0 || line_words_marker(line_reader_from(r, r->at), &marker) > 0)
        return false;
    size_t n = known_part(r, &run, &first);
    bool known = n > 0 && !is_namesake(r, &run, n);
    /* Somebody else, without an "und" before: only where no adjective can be meant ("lang"). */
    if (n > 0 && !r->joined && r->out->n_names > 0) {
        bool final, leads = leads_clause(r, &run.word[first + n - 1], &final);
        if (!run.word[first].capital || (n == 1 && !leads))
            return false;
    }
    if (!known) {
        str word = str_sub(r->text, run.word[0].from, run.word[0].n);
        if (!stranger_fits(r) || line_words_is_subject(word) || line_words_is_deed(word))
            return false;
        n = shaped_part(&run, &first);
        bool small = n > 0 && !run.word[first].capital && !run.word[first].particle;
        /* In a list of names with capitals, small letters are no name. */
        if (n == 0 || (small && r->out->n_names > 0 && is_capital(r->out->names[0])))
            return false;
    }
    size_t from = run.word[first].from,
           end = run.word[first + n - 1].from + run.word[first + n - 1].n;
    if (!name_add(r, from, end - from, known))
        return false;
    /* "Frau Dr." before a name that the book has without it. */
    for (size_t i = first; known && i > 0 && run.word[i - 1].title; i--)
        line_reader_mark(r, run.word[i - 1].from, run.word[i].from - run.word[i - 1].from,
                         LINE_BETWEEN);
    r->at = end;
    return true;
}

bool line_name_quoted(struct line_reader *r)
{
    str inner = { 0 }, s = line_reader_from(r, r->at);
    size_t n = line_reader_quoted(s, &inner);
    str name = str_trim(inner);
    size_t blanks = 0;
    for (size_t i = 0; i < name.n; i++)
        blanks += name.p[i] == ' ';
    if (n == 0 || name.n == 0 || blanks >= KNOWN_MAX || utf8_count(name) > 100)
        return false;
    if (!name_add(r, (size_t)(name.p - r->text.p), name.n, line_reader_known(r, name)))
        return false;
    size_t inside = (size_t)(name.p - s.p);
    line_reader_mark(r, r->at, inside, LINE_BETWEEN);
    line_reader_mark(r, r->at + inside + name.n, n - inside - name.n, LINE_BETWEEN);
    r->at += n;
    return true;
}

bool line_name_number(struct line_reader *r)
{
    str s = line_reader_from(r, r->at);
    size_t n = 1;
    while (s.n > n && n < 19 && s.p[0] == '#' && s.p[n] >= '0' && s.p[n] <= '9')
        n++;
    if (n == 1 || programme_text_scan_word_length(str_sub(s, n, s.n)) > 0 ||
        !name_add(r, r->at, n, true))
        return false;
    r->at += n;
    return true;
}

bool line_name_with(struct line_reader *r)
{
    enum line_side side = LINE_NOBODY;
    str s = line_reader_from(r, r->at), inner;
    size_t n = line_words_with(s, &side);
    if (n == 0 || n >= s.n || s.p[n] != ' ')
        return false;
    bool named = r->out->n_names > 0, joined = r->joined, after_kind = r->after_kind;
    size_t at = r->at;
    str behind = line_reader_from(r, at + n + 1);
    /* "bei" before what nobody knows is a place, once there is a name. */
    if (line_reader_quoted(behind, &inner) == 0 &&
        (line_reader_word(behind) == 0 || stops(r, at + n + 1)))
        return false;
    r->at += n + 1;
    r->joined = joined || (!named && side != LINE_NOBODY);
    bool taken = line_reader_quoted(behind, &inner) > 0 ? line_name_quoted(r) : line_name_take(r);
    if (!taken) {
        r->at = at;
        r->joined = joined;
        return false;
    }
    line_reader_mark(r, at, n + 1, LINE_BETWEEN);
    if (after_kind && side != LINE_NOBODY && r->out->started == LINE_NOBODY)
        r->out->started = side;
    return true;
}

bool line_name_place(struct line_reader *r)
{
    str s = line_reader_from(r, r->at);
    size_t n = line_words_place(s);
    if (n == 0 || r->out->place.n > 0)
        return false;
    size_t from = r->at + n;
    if (from < r->text.n && r->text.p[from] == ' ')
        from++;
    if (stops(r, from))
        return false;
    struct run run = run_at(r, from);
    size_t words = 0, most = r->out->n_names > 0 ? SHAPED_MAX : 1;
    while (words < run.n && (run.word[words].capital || run.word[words].particle))
        words++;
    if (words == 0)
        words = run.n < most ? run.n : most;
    for (size_t i = 1; i < words; i++)
        if (line_reader_known(r, words_text(r, &run, i, 1)))
            words = i;
    if (words == 0)
        return false;
    str place = words_text(r, &run, 0, words);
    r->out->place = place;
    size_t end = from + place.n;
    line_reader_mark(r, r->at, end - r->at, LINE_PLACE);
    r->at = end;
    r->prev_name = -1;
    r->joined = r->after_kind = false;
    return true;
}
