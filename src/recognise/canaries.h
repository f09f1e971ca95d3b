/* SPDX-License-Identifier: Apache-2.0 */
/* Planted values, in every form in which they may come back. */
#ifndef PROBITY_RECOGNISE_CANARIES_H
#define PROBITY_RECOGNISE_CANARIES_H

struct planted;

void planted_free(struct planted *planted);

#endif
