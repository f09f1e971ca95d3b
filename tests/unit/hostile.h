/* SPDX-License-Identifier: Apache-2.0 */
/* What unit tests share: cmocka with what it needs before it, and input placed so that reading one
 * byte too far crashes in every build. */
#ifndef PROBITY_TESTS_HOSTILE_H
#define PROBITY_TESTS_HOSTILE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"

/* A copy of `bytes` whose last byte lies at the end of mapped memory. Free with hostile_free(). */
struct bytes hostile_copy(struct bytes bytes);
void hostile_free(struct bytes copy);

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

#endif
