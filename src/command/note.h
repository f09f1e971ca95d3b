/* SPDX-License-Identifier: Apache-2.0 */
/* Things to know that are no trouble: a line each on standard error. */
#ifndef PROBITY_COMMAND_NOTE_H
#define PROBITY_COMMAND_NOTE_H

void note(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
