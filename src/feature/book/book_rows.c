/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "feature/book/book_rows.h"

#include <sodium.h>
#include <string.h>

#include "base/json_text.h"
#include "feature/book/book_seal.h"

static json_t *base64(arena *a, str bytes)
{
    size_t room = sodium_base64_encoded_len(bytes.n, sodium_base64_VARIANT_ORIGINAL);
    char *text = arena_alloc(a, room);
    sodium_bin2base64(text, room, (const unsigned char *)bytes.p, bytes.n,
                      sodium_base64_VARIANT_ORIGINAL);
    return json_text(str_of(text));
}

/* What a sensitive note says; where its key is missing the row says so. */
static void open_note(store *s, arena *a, account_id owner, json_t *row, str sealed)
{
    str words = { 0 };
    bool open = book_seal_open(s, a, owner, sealed, &words);
    json_object_set_new(row, "text", json_text(words));
    if (!open)
        json_object_set_new(row, "closed", json_true());
}

json_t *book_rows_json(store *s, arena *a, account_id owner, const char *fields, const query *q,
                       const struct book_row *row)
{
    json_t *one = json_object();
    str names = str_of(fields), name = { 0 };
    for (size_t i = 0; str_next(&names, ',', &name); i++) {
        const char *at = (const char *)row + q->cols[i].offset;
        const char *key = str_c(a, str_trim(name));
        str text = { 0 };
        if (q->cols[i].type == STORE_INT) {
            int64_t number = 0;
            memcpy(&number, at, sizeof number);
            json_object_set_new(one, key, json_integer(number));
            continue;
        }
        memcpy(&text, at, sizeof text);
        if (strcmp(key, "bytes") == 0)
            json_object_set_new(one, key, base64(a, text));
        else if (strcmp(key, "sealed") != 0)
            json_object_set_new(one, key, json_text(text));
        else if (!str_empty(text))
            open_note(s, a, owner, one, text);
    }
    return one;
}

static const err *page_rows(store *s, arena *a, account_id owner,
                            const struct book_rows_table *table, struct book_archive *to,
                            int64_t *after, bool *ret_more)
{
    void *rows = NULL;
    size_t n = 0;
    int64_t most = table->page == 0 ? INT64_MAX : table->page;
    TRY(store_rows(s, a, &table->all, ARGS(ARG(owner.v), ARG(*after), ARG(most)), &rows, &n));
    for (size_t i = 0; i < n; i++) {
        const struct book_row *row = (const struct book_row *)rows + i;
        *after = row->n[0];
        TRY(book_archive_row(to, a, table->name,
                             book_rows_json(s, a, owner, table->fields, &table->all, row)));
    }
    *ret_more = table->page != 0 && n > 0;
    return NULL;
}

const err *book_rows_archive(store *s, arena *a, account_id owner,
                             const struct book_rows_table *table, struct book_archive *to)
{
    int64_t after = 0;
    for (bool more = true; more;) {
        SCRATCH(part);
        const err *e = page_rows(s, part, owner, table, to, &after, &more);
        if (e != NULL)
            return err_copy(a, e);
    }
    return NULL;
}
