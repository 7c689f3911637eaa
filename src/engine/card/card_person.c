/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * card_person.c - the parts of a person, whoever fills them; card_person_read.c reads them from a
 * card, card_person_write.c makes a card of them.
 */
#include "engine/card/card_person.h"

#include "base/utf8.h"

struct card_item *card_person_item(arena *a, struct card_items *to, str value)
{
    void *item = to->item;
    arena_grow(a, &item, &to->cap, to->n + 1, sizeof *to->item);
    to->item = item;
    to->item[to->n].value = value;
    return &to->item[to->n++];
}

struct card_address *card_person_address(arena *a, struct card_person *p)
{
    void *all = p->addresses;
    arena_grow(a, &all, &p->cap_addresses, p->n_addresses + 1, sizeof *p->addresses);
    p->addresses = all;
    return &p->addresses[p->n_addresses++];
}

struct card_job *card_person_job(arena *a, struct card_person *p)
{
    void *all = p->jobs;
    arena_grow(a, &all, &p->cap_jobs, p->n_jobs + 1, sizeof *p->jobs);
    p->jobs = all;
    return &p->jobs[p->n_jobs++];
}

struct card_day *card_person_day(arena *a, struct card_person *p)
{
    void *all = p->days;
    arena_grow(a, &all, &p->cap_days, p->n_days + 1, sizeof *p->days);
    p->days = all;
    return &p->days[p->n_days++];
}

void card_person_name(arena *a, struct card_person *p)
{
    const str parts[] = { p->prefix, p->given, p->additional, p->family, p->suffix };
    str said[COUNT_OF(parts)];
    size_t n = 0;
    if (p->name.n > 0)
        return;
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (parts[i].n > 0)
            said[n++] = parts[i];
    if (n > 0)
        p->name = str_join(a, said, n, S(" "));
    else if (p->nickname.n > 0)
        p->name = p->nickname;
    else if (p->n_jobs > 0 && p->jobs[0].organisation.n > 0)
        p->name = p->jobs[0].organisation;
    else if (p->emails.n > 0)
        p->name = p->emails.item[0].value;
    else if (p->tels.n > 0)
        p->name = p->tels.item[0].value;
    else if (p->socials.n > 0)
        p->name = p->socials.item[0].value;
}

str card_person_digits(arena *a, str tel)
{
    str text = utf8_line(a, tel);
    if (str_eq_nocase(str_sub(text, 0, 4), S("tel:")))
        text = str_sub(text, 4, text.n);
    char *p = arena_alloc(a, text.n);
    size_t n = 0;
    for (size_t i = 0; i < text.n && text.p[i] != ';'; i++)
        if ((text.p[i] >= '0' && text.p[i] <= '9') || (text.p[i] == '+' && n == 0))
            p[n++] = text.p[i];
    return n >= 5 ? (str){ p, n } : S("");
}

str card_label_plain(str label)
{
    if (label.n < 8 || !str_starts(label, S("_$!<")) || !str_ends(label, S(">!$_")))
        return label;
    return str_sub(label, 4, label.n - 8);
}

str card_label_apple(arena *a, str label)
{
    static const char *const known[] = { "Home",     "Work",        "Other",   "Mobile",
                                         "HomePage", "Anniversary", "Spouse",  "Father",
                                         "Mother",   "Parent",      "Brother", "Sister",
                                         "Child",    "Son",         "Friend",  "Main",
                                         "Pager",    "Assistant",   "Manager", "AssistantPhone",
                                         "Partner",  "Daughter" };
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (str_eq(label, str_of(known[i])))
            return str_format(a, "_$!<%.*s>!$_", STR_ARG(label));
    return label;
}
