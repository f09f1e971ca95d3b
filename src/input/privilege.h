/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PROBITY_INPUT_PRIVILEGE_H
#define PROBITY_INPUT_PRIVILEGE_H

#include "base/error.h"

/* Gives up every privilege for good, see live_open(). Harmless where there is none. STATUS_UNABLE
 * when one could not be given up: the caller must not go on. */
enum status privilege_drop(struct error *error);

#endif
