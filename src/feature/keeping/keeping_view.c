/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * keeping_view.c - a dossier as a page. Parts of the book that came later than this table are shown
 * too, under the names they gave themselves.
 */
#include "feature/keeping/keeping_view.h"

#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "engine/when/when.h"
#include "feature/house/house.h"

struct named {
    const char *key, *said;
};

static const struct named titles[] = {
    { "names", WORDS_MARK("Names, and how you met") },
    { "data", WORDS_MARK("Addresses, days, words") },
    { "addresses", WORDS_MARK("Postal addresses") },
    { "roles", WORDS_MARK("Roles") },
    { "ties", WORDS_MARK("Knows other people") },
    { "items", WORDS_MARK("Seeks and offers") },
    { "notes", WORDS_MARK("Notes") },
    { "photo", WORDS_MARK("Photo") },
    { "kept", WORDS_MARK("Kept from a contact file as it was") },
    { "merges", WORDS_MARK("Entries that were brought together") },
    { "encounters", WORDS_MARK("Encounters") },
    { "promises", WORDS_MARK("Promises") },
    { "mails", WORDS_MARK("Mails to this person") },
    { "aims", WORDS_MARK("Aims") },
    { "put_off_until", WORDS_MARK("Put off until later") },
    { "cards", WORDS_MARK("Cards") },
};

static const struct named labels[] = {
    { "name", WORDS_MARK("Name") },
    { "given", WORDS_MARK("Given name") },
    { "family", WORDS_MARK("Family name") },
    { "additional", WORDS_MARK("Further given names") },
    { "prefix", WORDS_MARK("Before the name") },
    { "suffix", WORDS_MARK("Behind the name") },
    { "nickname", WORDS_MARK("Called") },
    { "sort", WORDS_MARK("Sorted by") },
    { "met_how", WORDS_MARK("How you met") },
    { "met_on", WORDS_MARK("Met on") },
    { "closeness", WORDS_MARK("Closeness, 1 slight to 4 close") },
    { "rhythm_days", WORDS_MARK("Rhythm in days") },
    { "rests", WORDS_MARK("Rests since") },
    { "created", WORDS_MARK("Written down") },
    { "changed", WORDS_MARK("Last changed") },
    { "removed", WORDS_MARK("Taken back") },
    { "source", WORDS_MARK("Source") },
    { "dated", WORDS_MARK("Day") },
    { "expires", WORDS_MARK("Good until") },
    { "kind", WORDS_MARK("Kind") },
    { "label", WORDS_MARK("Label") },
    { "value", WORDS_MARK("Value") },
    { "street", WORDS_MARK("Street") },
    { "code", WORDS_MARK("Postal code") },
    { "town", WORDS_MARK("Town") },
    { "region", WORDS_MARK("Region") },
    { "country", WORDS_MARK("Country") },
    { "organisation", WORDS_MARK("Organisation") },
    { "title", WORDS_MARK("Title") },
    { "from_on", WORDS_MARK("From") },
    { "to_on", WORDS_MARK("Until") },
    { "since", WORDS_MARK("Since") },
    { "side", WORDS_MARK("Seeks or offers") },
    { "text", WORDS_MARK("Text") },
    { "state", WORDS_MARK("State") },
    { "sensitive", WORDS_MARK("Sensitive") },
    { "closed", WORDS_MARK("Cannot be opened: the key is missing") },
    { "time", WORDS_MARK("Time") },
    { "undone", WORDS_MARK("Undone") },
    { "reason", WORDS_MARK("Reason") },
    { "line", WORDS_MARK("As it was written") },
    { "rest", WORDS_MARK("What was not understood of it") },
    { "day", WORDS_MARK("Day") },
    { "minutes", WORDS_MARK("Minutes") },
    { "place", WORDS_MARK("Place") },
    { "meeting", WORDS_MARK("Meeting") },
    { "started_by", WORDS_MARK("Who began") },
    { "spoke", WORDS_MARK("Who spoke more") },
    { "heard", WORDS_MARK("Heard") },
    { "received", WORDS_MARK("Received") },
    { "due", WORDS_MARK("Due") },
    { "kept", WORDS_MARK("Kept") },
    { "dropped", WORDS_MARK("Dropped") },
    { "address", WORDS_MARK("Mail address") },
    { "subject", WORDS_MARK("Subject") },
    { "type", WORDS_MARK("File type") },
    { "until", WORDS_MARK("Until") },
    { "seeks", WORDS_MARK("seeks") },
    { "offers", WORDS_MARK("offers") },
    { "reach", WORDS_MARK("Ways to reach them") },
    { "says", WORDS_MARK("What the card says") },
    { "left_with", WORDS_MARK("Left with") },
    { "at", WORDS_MARK("Where") },
    { "left", WORDS_MARK("Left on") },
    { "consent", WORDS_MARK("Consent") },
    { "version", WORDS_MARK("Version") },
    { "lang", WORDS_MARK("Language") },
    { "done", WORDS_MARK("Done") },
    { "steps", WORDS_MARK("Steps") },
    { "for_this_person", WORDS_MARK("On behalf of this person") },
    { "why", WORDS_MARK("Reason") },
};

/* Values that are words of the program. */
static const struct named values[] = {
    { "mine", WORDS_MARK("written by the owner") },
    { "own word", WORDS_MARK("own word") },
    { "encounter", WORDS_MARK("heard in an encounter") },
    { "import", WORDS_MARK("imported") },
    { "public", WORDS_MARK("from a public page") },
    { "seeks", WORDS_MARK("seeks") },
    { "offers", WORDS_MARK("offers") },
    { "proposed", WORDS_MARK("not yet confirmed") },
    { "stands", WORDS_MARK("stands") },
    { "gone", WORDS_MARK("no longer so") },
    { "me", WORDS_MARK("the owner") },
    { "they", WORDS_MARK("this person") },
    { "even", WORDS_MARK("both alike") },
    { "theirs", WORDS_MARK("by this person") },
    { "email", WORDS_MARK("Mail address") },
    { "phone", WORDS_MARK("Telephone") },
    { "url", WORDS_MARK("Link") },
    { "social", WORDS_MARK("Name elsewhere") },
    { "language", WORDS_MARK("Language") },
    { "birthday", WORDS_MARK("Birthday") },
    { "anniversary", WORDS_MARK("Anniversary") },
    { "salutation", WORDS_MARK("Salutation") },
    { "pronunciation", WORDS_MARK("Pronunciation") },
    { "form", WORDS_MARK("Form of address") },
    { "greeting_letter", WORDS_MARK("Words around a letter") },
    { "tag", WORDS_MARK("Tag") },
    { "title", WORDS_MARK("Title") },
};

static str said(enum lang lang, const struct named *all, size_t n, const char *key)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(all[i].key, key) == 0)
            return words(lang, all[i].said);
    return S("");
}

static bool of_the_program(const char *key)
{
    static const char *const all[] = { "kind", "source", "side", "state", "started_by", "spoke" };
    for (size_t i = 0; i < COUNT_OF(all); i++)
        if (strcmp(all[i], key) == 0)
            return true;
    return false;
}

/* A moment "2012-07-10T14:00:00+02:00" in words; another text as it is. */
static str in_words(const req *r, str zone, const char *key, str text)
{
    int64_t ms = 0;
    bool offset = false;
    if (when_rfc3339_parse(text, &ms, &offset) && offset)
        return when_near(r->arena, ms, clock_now_ms(), zone, r->out.lang);
    if (strcmp(key, "dated") == 0 || strcmp(key, "day") == 0)
        return when_day_known(r->arena, text, r->out.lang);
    if (!of_the_program(key))
        return text;
    str word = said(r->out.lang, values, COUNT_OF(values), str_c(r->arena, text));
    return str_empty(word) ? book_kind_words(r->out.lang, text) : word;
}

static str joined_text(const req *r, str zone, const json_t *value);

/* Empty: nothing that is worth a line. */
static str value_text(const req *r, str zone, const char *key, const json_t *value)
{
    if (json_is_string(value))
        return in_words(r, zone, key, (str){ json_string_value(value), json_string_length(value) });
    if (json_is_integer(value) && json_integer_value(value) != 0)
        return strcmp(key, "sensitive") == 0
                   ? words(r->out.lang, "yes")
                   : str_format(r->arena, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    if (json_is_true(value))
        return words(r->out.lang, "yes");
    if (json_is_object(value) || json_is_array(value))
        return joined_text(r, zone, value);
    return S("");
}

/* A thing inside of a thing, in one line: "Text: Liste; Due: 2012-07-12". */
static str joined_text(const req *r, str zone, const json_t *value)
{
    buf b;
    const char *key = NULL;
    json_t *member = NULL;
    size_t i = 0;
    buf_on_arena(&b, r->arena, (size_t)64 << 10);
    /* jansson's macros cast const away; nothing is changed. */
    json_object_foreach((json_t *)(uintptr_t)value, key, member)
    {
        str text = value_text(r, zone, key, member);
        str label = said(r->out.lang, labels, COUNT_OF(labels), key);
        if (!str_empty(text))
            buf_printf(&b, "%s%.*s: %.*s", b.n > 0 ? "; " : "",
                       STR_ARG(str_empty(label) ? str_of(key) : label), STR_ARG(text));
    }
    json_array_foreach(value, i, member)
    {
        str text = value_text(r, zone, "", member);
        if (!str_empty(text))
            buf_printf(&b, "%s%.*s", b.n > 0 ? " · " : "", STR_ARG(text));
    }
    return buf_copy(&b, r->arena);
}

/* In a name "given" is the given name, in an encounter what was given. */
static str label_of(enum lang lang, const char *part, const char *key)
{
    if (strcmp(key, "given") == 0 && strcmp(part, "names") != 0)
        return words(lang, "Given");
    str label = said(lang, labels, COUNT_OF(labels), key);
    return str_empty(label) ? str_of(key) : label;
}

static struct told_lines lines_of(const req *r, str zone, const char *part, const json_t *thing)
{
    struct told_line *all = NEW_ARRAY(r->arena, struct told_line, json_object_size(thing) + 1);
    size_t n = 0;
    const char *key = NULL;
    json_t *value = NULL;
    if (json_is_string(thing))
        all[n++].text = (str){ json_string_value(thing), json_string_length(thing) };
    /* jansson's macro casts const away; nothing is changed. */
    json_object_foreach((json_t *)(uintptr_t)thing, key, value)
    {
        str text = strcmp(key, "bytes") == 0 ? S("") : value_text(r, zone, key, value);
        if (!str_empty(text))
            all[n++] = (struct told_line){ label_of(r->out.lang, part, key), text };
    }
    return (struct told_lines){ all, n };
}

static struct told_things things_of(const req *r, str zone, const char *name, const json_t *part)
{
    size_t n = json_is_array(part) ? json_array_size(part) : 1, kept = 0;
    struct told_thing *all = NEW_ARRAY(r->arena, struct told_thing, n + 1);
    for (size_t i = 0; i < n; i++) {
        const json_t *one = json_is_array(part) ? json_array_get(part, i) : part;
        all[kept].lines = lines_of(r, zone, name, one);
        kept += all[kept].lines.n > 0 ? 1 : 0;
    }
    return (struct told_things){ all, kept };
}

const err *keeping_view_dossier(req *r, const struct person *p, const json_t *dossier,
                                struct dossier_view *ret)
{
    str zone = { 0 };
    if (!house_reader_zone(r, &zone))
        TRY(house_setting(r->store, r->arena, "zone", &zone));
    if (!when_zone_known(zone))
        zone = S("UTC");
    struct told_part *parts = NEW_ARRAY(r->arena, struct told_part, json_object_size(dossier) + 1);
    size_t n = 0;
    const char *key = NULL;
    json_t *value = NULL;
    json_object_foreach((json_t *)(uintptr_t)dossier, key, value)
    {
        if (strcmp(key, "dossier") == 0 || strcmp(key, "name") == 0 || strcmp(key, "made") == 0)
            continue;
        struct told_things things = things_of(r, zone, key, value);
        str title = said(r->out.lang, titles, COUNT_OF(titles), key);
        if (things.n > 0)
            parts[n++] = (struct told_part){ str_empty(title) ? str_of(key) : title, things };
    }
    *ret = (struct dossier_view){
        .name = p->called.name,
        .made = when_day_long(r->arena, when_local_of(clock_now_ms(), zone).date, r->out.lang),
        .owner = r->who.name,
        .path = book_person_path(r->arena, p->id),
        .parts = { parts, n },
    };
    return NULL;
}
