/* SPDX-License-Identifier: Apache-2.0 */
/* XML before a parser sees it. */
#ifndef PROBITY_BASE_MARKUP_H
#define PROBITY_BASE_MARKUP_H

#include "base/bytes.h"

/* Where the first tag starts that has more than LIMIT_XML_ATTRIBUTES attributes; SIZE_MAX: none has. */
size_t markup_overloaded(struct bytes text);

#endif
