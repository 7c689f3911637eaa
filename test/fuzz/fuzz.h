/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * fuzz.h - what a fuzz target is: a file NAME_fuzz.c beside its parser, with this function, listed
 * in test/fuzz/meson.build, with seeds in test/fuzz/corpus/NAME.
 *
 * It asserts properties (ASSERT of base/check.h), not only that nothing breaks. `script/fuzz` runs
 * it under libFuzzer; the tests replay its corpus and all inputs that ever broke it.
 */
#ifndef TEST_FUZZ_FUZZ_H
#define TEST_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include "base/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#endif
