/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * meetings_fuzz.c - the promises of chat_check.h.
 */
#include "engine/chat/chat_check.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    chat_check(chat_meetings_new, (str){ (const char *)data, size });
    return 0;
}
