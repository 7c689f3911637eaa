/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_take_store.c - all SQL of photos and kept lines.
 */
#include "feature/book/book_take_store.h"

#include "base/id.h"

#define OF_WHOLE "(SELECT id FROM person WHERE account = $1 AND whole = $2)"

struct id_row {
    int64_t id;
};
static const col id_cols[] = { COL(struct id_row, id) };

static const query q_photo = {
    "INSERT INTO photo (person, account, type, bytes, digest, source, source_id, dated)"
    " SELECT id, $1, $2, $3, $4, $5, $6, $7 FROM person WHERE account = $1 AND id = $8"
    " ON CONFLICT (person) DO NOTHING",
    8, 0, NULL, 0
};
static const col photo_cols[] = { COL(struct book_photo, type), COL(struct book_photo, bytes) };
static const query q_photo_get = {
    "SELECT type, bytes FROM photo WHERE person IN " OF_WHOLE
    " AND account = $1 AND removed_ms = 0 ORDER BY person = $2 DESC, person LIMIT 1",
    2, COUNT_OF(photo_cols), photo_cols, sizeof(struct book_photo)
};

static const query q_keep = { "INSERT INTO person_kept (account, person, line)"
                              " SELECT $1, id, $2 FROM person WHERE account = $1 AND id = $3"
                              " RETURNING id",
                              3, 1, id_cols, sizeof(struct id_row) };
static const col line_cols[] = { COL(struct book_line, line) };
static const query q_kept = { "SELECT line FROM person_kept WHERE +account = $1 AND person"
                              " IN " OF_WHOLE " ORDER BY id",
                              2, COUNT_OF(line_cols), line_cols, sizeof(struct book_line) };

const query *const book_take_store_queries[] = { &q_photo, &q_photo_get, &q_keep, &q_kept, NULL };

const err *book_take_store_photo(store *s, arena *a, account_id owner, person_id person,
                                 const struct book_photo *photo, const struct book_source *from,
                                 bool *ret_new)
{
    int64_t changed = 0;
    TRY(store_run(s, a, &q_photo,
                  ARGS(ARG(owner.v), ARG(photo->type), ARG_BYTES(photo->bytes),
                       ARG(id_digest(a, photo->bytes)), ARG(from->name), ARG(from->id),
                       ARG(from->dated), ARG(person.v)),
                  &changed));
    *ret_new = changed > 0;
    return NULL;
}

const err *book_take_store_photo_get(store *s, arena *a, account_id owner, person_id whole,
                                     struct book_photo *ret, bool *ret_found)
{
    return store_row(s, a, &q_photo_get, ARGS(ARG(owner.v), ARG(whole.v)), ret, ret_found);
}

const err *book_take_store_keep(store *s, arena *a, account_id owner, person_id person, str line,
                                fact_id *ret)
{
    struct id_row row = { 0 };
    bool found = false;
    TRY(store_row(s, a, &q_keep, ARGS(ARG(owner.v), ARG(line), ARG(person.v)), &row, &found));
    if (!found)
        FAIL(a, ERR_MISSING, "there is no such person in this book");
    ret->v = row.id;
    return NULL;
}

const err *book_take_store_kept(store *s, arena *a, account_id owner, person_id whole,
                                struct book_lines *ret)
{
    void *rows = NULL;
    size_t n = 0;
    TRY(store_rows(s, a, &q_kept, ARGS(ARG(owner.v), ARG(whole.v)), &rows, &n));
    *ret = (struct book_lines){ rows, n };
    return NULL;
}
