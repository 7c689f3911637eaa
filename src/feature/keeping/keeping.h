/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * keeping.h - what is owed to the people in a book, and to its owner: the dossier of one person
 * (Art. 15 GDPR), erasing one (Art. 17) so that no import brings them back, the yearly look at who
 * is still needed (Art. 5 (1) e), taking a whole account along (Art. 20) and leaving. It holds next
 * to nothing itself: what there is to tell, erase and take along is said by the parts of the book
 * (book_part.h). Nothing here happens by itself.
 *
 * As in the book: the account is an argument of everything, another's rows are ERR_MISSING.
 */
#ifndef FEATURE_KEEPING_KEEPING_H
#define FEATURE_KEEPING_KEEPING_H

#include <jansson.h>

#include "feature/book/book.h"

extern const struct feature keeping;

/* ---- one person ------------------------------------------------------------------------------ */

/* All that the book and every part of it hold of the person, each with its source and day;
 * sensitive notes opened, third persons taken out (keeping_redact.h). An object: "dossier" (version
 * 1), "name", "made" (RFC 3339), then a member a kind of thing, most of them arrays of objects.
 * Numbers ending in _ms are told as days, texts of RFC 3339. Lives on the arena. */
MUST const err *keeping_dossier(store *s, arena *a, account_id owner, person_id id, json_t **ret);

/* Erases the person with all that was merged into them, in every part of the book, the mails to
 * their addresses, the search; keeps only keyed hashes (keeping_suppressed). No undo. The words are
 * off the disk after the next checkpoints (every few seconds while the house is open). */
MUST const err *keeping_erase(store *s, arena *a, account_id owner, person_id id);
/* Leaves the name, how and when they met, and what was said not to be known anew: all else of them
 * is erased as above. They can be asked about again in a year. */
MUST const err *keeping_slim(store *s, arena *a, account_id owner, person_id id);

/* ---- who is not to come back ----------------------------------------------------------------- */

/* What an import knows of somebody. Empty texts are not known. */
struct keeping_card {
    str name;
    const str *mails, *phones;
    size_t n_mails, n_phones;
    str birthday; /* as a datum of that kind */
};
/* True: somebody was erased whose mail address, telephone number, or name and birthday this is; or
 * whose name it is, where either side knows nothing else. For importers: leave them out and say so.
 * Hashes are BLAKE2b with a key of this house, so who has the store of another house, or only the
 * table, cannot try names on them. */
MUST const err *keeping_suppressed(store *s, arena *a, account_id owner,
                                   const struct keeping_card *card, bool *ret);
/* Whoever was erased under this name, mail address or telephone number may come back. `ret` is how
 * many hashes went; 0: nobody like that. */
MUST const err *keeping_let_back(store *s, arena *a, account_id owner, str typed, int64_t *ret);

/* ---- the yearly review ----------------------------------------------------------------------- */

#define KEEPING_YEARS 3 /* until the owner says otherwise */
#define KEEPING_YEARS_MAX 20
MUST const err *keeping_years(store *s, arena *a, account_id owner, int64_t *ret);
/* ERR_INVALID outside of 1 to KEEPING_YEARS_MAX. */
MUST const err *keeping_years_set(store *s, arena *a, account_id owner, int64_t years);
/* Whole people without an encounter for so many years (or ever, and in the book as long), without
 * an open promise, about whom was not asked for a year; the longest silent first, at most `limit`,
 * and only those behind `after` (0: from the start). */
MUST const err *keeping_yearly(store *s, arena *a, account_id owner, int64_t limit,
                               const struct person *after, struct person_list *ret);
/* Kept: asked about again in a year. */
MUST const err *keeping_kept(store *s, arena *a, account_id owner, person_id id);

/* ---- the account ----------------------------------------------------------------------------- */

/* Where the lines of an archive go; each ends with LF. */
struct keeping_sink {
    const err *(*write)(void *arg, arena *a, str line);
    void *arg;
};
/* The whole account in lines of JSON (docs/formats.md, "Account archive", version 1). It is read in
 * pages and never held at once. */
#define KEEPING_ARCHIVE_VERSION 1
MUST const err *keeping_archive(store *s, arena *a, account_id owner,
                                const struct keeping_sink *to);

/* Empties the book, ends all sessions, erases mails and the account. No undo. ERR_CONFLICT for the
 * last host: nobody could keep the house then. */
MUST const err *keeping_account_delete(store *s, arena *a, account_id owner);

#endif
