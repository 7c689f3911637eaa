/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * weeks_demo_files.h - the demonstration week's files as packed at build time: each a list of its
 * lines, ended by NULL. Their form: demo/README.md.
 */
#ifndef FEATURE_WEEKS_WEEKS_DEMO_FILES_H
#define FEATURE_WEEKS_WEEKS_DEMO_FILES_H

/* The first is week.md, the others are talks; ended by NULL. */
extern const char *const *const weeks_demo_files[];

#endif
