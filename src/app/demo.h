/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * demo.h - the command `demo`, a feature of no folder of its own: every other fills its part.
 */
#ifndef APP_DEMO_H
#define APP_DEMO_H

#include "feature/feature.h"

extern const struct feature demo;

#endif
