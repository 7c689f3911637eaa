/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * request.h - from the head and body of a job to the request that a handler reads with req_….
 */
#ifndef WEB_REQUEST_H
#define WEB_REQUEST_H

#include "web/job.h"

/* The language, the address, cookies and the page to write on: what an error's page needs too.
 * Takes anything. */
void request_greet(job *j);
/* Only the query string, and the language and zone that are chosen there or by a cookie; false
 * where it is malformed. */
MUST bool request_choose(job *j);
/* Path, query string, form body. ERR_INVALID where one of them is malformed. */
MUST const err *request_read(job *j);

/* The asker's program: errors are problem documents. */
bool request_by_program(const job *j);

/* "https://house.example" and the like of a request. */
str request_base(const job *j);

#endif
