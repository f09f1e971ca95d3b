/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* memfd_create() */
#include "fuzz.h"

#include "content/examine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

bool fuzz_wants(const char *name)
{
	const char *only = getenv("PROBITY_ONLY");

	return !only || strcmp(only, name) == 0;
}

uint8_t *fuzz_copy(const uint8_t *data, size_t size)
{
	uint8_t *copy = malloc(size ? size : 1);

	if (!copy)
		abort();
	if (size)
		memcpy(copy, data, size);
	return copy;
}

const char *fuzz_source_dir(void)
{
	return PROBITY_SOURCE_DIR;
}

static void demand(enum status status, const struct error *error)
{
	if (status == STATUS_OK)
		return;
	fprintf(stderr, "%s\n", error->message);
	abort();
}

const struct taxonomy *fuzz_taxonomy(void)
{
	static struct taxonomy *taxonomy;
	static const char *const paths[] = { PROBITY_SOURCE_DIR "/rules/data" };
	static const struct canary canaries[] = {
		{ "phone", "contact.mobile", BYTES("13900001234") },
		{ "passphrase", "credential.wifi-passphrase", BYTES("correct-horse-9") },
		{ "name", "person.name", BYTES("\xe6\xb5\x8b\xe8\xaf\x95") },
	};
	struct error error;

	if (!taxonomy) {
		demand(taxonomy_load(paths, 1, &taxonomy, &error), &error);
		demand(taxonomy_plant(taxonomy, canaries, sizeof canaries / sizeof *canaries, &error),
		       &error);
	}
	return taxonomy;
}

struct evidence *fuzz_evidence(void)
{
	static struct examiner examiner;
	static const struct device_key keys[] = {
		{ "tuya-local-key", BYTES_EMPTY, BYTES("invented-key-016") },
		{ "miio-token", BYTES_EMPTY, BYTES("invented-key-016") },
	};
	static const struct evidence_options options = {
		.examiner = &examiner, .keys = keys, .key_count = 2, .reveal = true
	};
	struct evidence *evidence;
	struct error error;

	if (!examiner.content)
		examiner = examiner_of(fuzz_taxonomy());
	demand(evidence_new(&options, &evidence, &error), &error);
	return evidence;
}

void fuzz_evidence_end(struct evidence *evidence)
{
	struct buffer document = buffer_of(64 << 20);
	struct error error;

	demand(evidence_finish(evidence, &error), &error);
	demand(evidence_write_xml(evidence, &document, &error), &error);
	buffer_clear(&document);
	demand(evidence_write_jsonl(evidence, &document, &error), &error);
	buffer_free(&document);
	evidence_free(evidence);
}

int fuzz_file(const uint8_t *data, size_t size, char path[FUZZ_PATH_SIZE])
{
	int file = memfd_create("fuzz", MFD_CLOEXEC);

	if (file < 0 || (size && write(file, data, size) != (ssize_t)size))
		abort();
	snprintf(path, FUZZ_PATH_SIZE, "/proc/self/fd/%d", file);
	return file;
}

/* Whether a mark starts here. */
static bool at_mark(struct bytes bytes)
{
	return bytes.size >= 3 && bytes.data[0] == '~' && bytes.data[2] == '\n' &&
	       (bytes.data[1] == '>' || bytes.data[1] == '<' || bytes.data[1] == '!' || bytes.data[1] == '.');
}

bool fuzz_piece(struct bytes *input, char *ret_mark, struct bytes *ret_piece)
{
	if (input->size == 0)
		return false;
	*ret_mark = '>';
	if (at_mark(*input)) {
		*ret_mark = (char)input->data[1];
		*input = bytes_from(*input, 3);
	}
	size_t end = 0;

	while (end < input->size && !at_mark(bytes_from(*input, end)))
		end++;
	*ret_piece = bytes_slice(*input, 0, end);
	*input = bytes_from(*input, end);
	return true;
}
