/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * posts_demo_files.h - the demonstration's posts as packed at build time: each a list of its lines,
 * ended by NULL. A head ("title: …" and so on, up to "---"), then the text.
 */
#ifndef FEATURE_POSTS_POSTS_DEMO_FILES_H
#define FEATURE_POSTS_POSTS_DEMO_FILES_H

/* Ended by NULL. */
extern const char *const *const posts_demo_files[];

#endif
