/* SPDX-License-Identifier: Apache-2.0 */
/* The shipped data types as a group's fixture: `*state` is the taxonomy. */
#ifndef PROBITY_TESTS_DATA_TYPES_H
#define PROBITY_TESTS_DATA_TYPES_H

#include "hostile.h"

#include "recognise/taxonomy.h"

int data_types_load(void **state);
int data_types_unload(void **state);

#endif
