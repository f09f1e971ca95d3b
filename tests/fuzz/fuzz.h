/* SPDX-License-Identifier: Apache-2.0 */
/* A fuzz target is a file fuzz_<interface>.c with the function below. It loops over the table behind
 * its interface, so a new module is fuzzed once it is listed; PROBITY_ONLY=name in the environment
 * keeps to one. With --enable-fuzzing (clang) it is a libFuzzer program; without, replay.c makes it
 * a program that runs the corpus, as `make check` does. */
#ifndef PROBITY_TESTS_FUZZ_H
#define PROBITY_TESTS_FUZZ_H

#include "config.h"
#include "evidence/evidence.h"
#include "recognise/taxonomy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whether to try the `way`th of `count` ways: when fuzzing one of them, by the input's size, so that runs are
 * many; without a fuzzer all. */
static inline bool fuzz_takes(size_t size, size_t way, size_t count)
{
#ifdef FUZZING
	return size % count == way;
#else
	(void)size, (void)way, (void)count;
	return true;
#endif
}

/* Whether this module is to be fuzzed. */
bool fuzz_wants(const char *name);

/* A copy of `size` bytes that is exactly so large, so that sanitizers see a read past its end. Never
 * NULL; freed by the caller. */
uint8_t *fuzz_copy(const uint8_t *data, size_t size);

/* The shipped data types, with a few canaries planted; loaded once. */
const struct taxonomy *fuzz_taxonomy(void);

/* A folder of the source tree. Static. */
const char *fuzz_source_dir(void);

/* Evidence that reads content with the shipped data types. The caller finishes it, which also writes
 * the documents and frees. */
struct evidence *fuzz_evidence(void);
void fuzz_evidence_end(struct evidence *evidence);

/* The input as a file for functions that take a path, which is put to `path`. */
enum { FUZZ_PATH_SIZE = 64 };
int fuzz_file(const uint8_t *data, size_t size, char path[FUZZ_PATH_SIZE]);

/* The next piece of an input, cut at marks, each with a line end behind it: `~>` (from the client), `~<`
 * (from the server), `~!` (64 bytes are lost), `~.` (the direction ends). What stands before the
 * first mark is from the client. `ret_mark` is the mark's second character. False at the end. */
bool fuzz_piece(struct bytes *input, char *ret_mark, struct bytes *ret_piece);

#endif
