/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_edit.h - a host writes weeks and talks, a speaker their own: saving without loss, drafts,
 * copies.
 *
 * A change is stored only if nobody else changed the thing since the form was made. Otherwise
 * nothing is stored, and the form comes back with its own words and beside them what stands there
 * now; saved once more, it replaces that knowingly. Slugs never change.
 */
#ifndef FEATURE_WEEKS_WEEKS_EDIT_H
#define FEATURE_WEEKS_WEEKS_EDIT_H

#include "base/words.h"
#include "feature/weeks/weeks_edit_check.h"
#include "feature/weeks/weeks_store.h"
#include "feature/weeks/weeks_versions.h"

enum weeks_outcome { WEEKS_SAVED, WEEKS_FAULTY, WEEKS_CONFLICT };

struct weeks_saving {
    enum weeks_outcome outcome;
    struct weeks_paper paper; /* what belongs in the form now, and the version it is made from */
    struct weeks_faults faults;
    struct weeks_paper theirs; /* with WEEKS_CONFLICT: what stands there, */
    struct weeks_version last; /* and who wrote it */
};

/* The thing as it stands. ERR_MISSING where there is none. */
MUST const err *weeks_edit_load(store *s, arena *a, enum weeks_kind kind, int64_t id,
                                struct weeks_paper *ret);

/* Saves what was made from `form->version`. Absent values stay as they are. The same words again
 * are saved already. ERR_INVALID for a version that never was. */
MUST const err *weeks_edit_save(store *s, arena *a, enum lang lang, const struct weeks_paper *form,
                                const struct weeks_author *author, struct weeks_saving *ret);
/* Takes the words of a version back, as a new version. */
MUST const err *weeks_edit_restore(store *s, arena *a, enum lang lang, enum weeks_kind kind,
                                   int64_t id, int64_t version, const struct weeks_author *author,
                                   struct weeks_saving *ret);

#endif
