/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * cards.c - how fast cards are read, understood and written: `cards [COUNT [PHOTO_BYTES]]` makes
 * that many (50000 with photos of 8000 bytes) and prints processor seconds, one line a step.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "engine/card/card_person.h"
#include "engine/card/card_reader.h"

static double cpu_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void cards_make(buf *out, size_t number, str photo)
{
    buf_printf(out,
               "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Muster%zu;Erna;;Dr.;\r\nFN:Dr. Erna Muster%zu\r\n"
               "ORG:Firma %zu;Abteilung\r\nTITLE:Leitung\r\n"
               "item1.EMAIL;type=INTERNET;type=pref:erna%zu@example.org\r\n"
               "item1.X-ABLabel:_$!<Work>!$_\r\nTEL;type=CELL;type=VOICE:+49 170 %07zu\r\n"
               "TEL;type=WORK:+49 30 %07zu\r\n"
               "ADR;type=HOME:;;Straße %zu;Berlin;;10115;Deutschland\r\nBDAY:1980-05-21\r\n"
               "NOTE:Ein paar Worte\\, eine Zeile\\nund noch eine\r\nCATEGORIES:a,b\r\n"
               "UID:%zu\r\nX-UNKNOWN;A=b:kept\r\nPHOTO;ENCODING=b;TYPE=JPEG:",
               number, number, number % 100, number, number, number, number, number);
    buf_add(out, photo);
    buf_add(out, S("END:VCARD\r\n"));
}

/* `bytes` of base64, folded. */
static str photo_make(arena *a, size_t bytes)
{
    buf out;
    buf_on_arena(&out, a, 2 * bytes + 1000);
    for (size_t i = 0; i < bytes * 4 / 3 / 74 + 1; i++)
        buf_printf(&out,
                   "%s/9j/4AAQSkZJRgABAQAAAQABAAD2wBDAAIBAQIBAQICAgICAgICAwUDAwMDAwYEBAMFBwYHB",
                   i == 0 ? "" : "\r\n ");
    buf_add(&out, S("\r\n"));
    return buf_str(&out);
}

enum step { STEP_READ, STEP_PERSON, STEP_WRITE_30, STEP_WRITE_40, STEPS };

static size_t card_use(arena *a, const struct card *c, enum step step, buf *out)
{
    if (step == STEP_READ)
        return c->n;
    struct card_person p = card_person_of(a, c);
    if (step == STEP_PERSON)
        return p.emails.n;
    struct card made = card_of_person(a, &p, step == STEP_WRITE_30 ? CARD_30 : CARD_40);
    out->n = 0;
    card_print(out, &made);
    return out->n;
}

static size_t run(str file, enum step step)
{
    SCRATCH(a);
    SCRATCH(thing);
    CLEANUP(buf_free) buf out;
    struct card c;
    struct lines_refusal refusal;
    size_t used = 0;
    buf_init(&out, (size_t)64 << 20);
    card_reader *r = card_reader_new(a);
    for (size_t at = 0; at < file.n; at += 262144) {
        card_reader_feed(r, str_sub(file, at, 262144));
        while (card_reader_next(r, thing, &c, &refusal) == LINES_THING) {
            used += card_use(thing, &c, step, &out);
            arena_reset(thing);
        }
    }
    return used;
}

int main(int argc, char **argv)
{
    static const char *const names[] = { "read", "read + person", "read + person + write 3.0",
                                         "read + person + write 4.0" };
    size_t count = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 50000;
    size_t bytes = argc > 2 ? (size_t)strtoul(argv[2], NULL, 10) : 8000;
    SCRATCH(a);
    CLEANUP(buf_free) buf file;
    buf_init(&file, SIZE_MAX / 2);
    str photo = photo_make(a, bytes);
    for (size_t i = 0; i < count; i++)
        cards_make(&file, i, photo);
    printf("%zu cards, %zu MB\n", count, file.n >> 20);
    for (enum step step = 0; step < STEPS; step++) {
        double begun = cpu_s();
        size_t used = run(buf_str(&file), step);
        double took = cpu_s() - begun;
        printf("%-28s %6.2f s  %9.0f cards/s  (%zu)\n", names[step], took, (double)count / took,
               used);
    }
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("resident at most %ld MB, the file itself %zu MB\n", usage.ru_maxrss >> 10,
           file.n >> 20);
    return 0;
}
