/* SPDX-License-Identifier: Apache-2.0 */
#include "hostile.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static size_t mapped_size(size_t size, size_t page)
{
	return (size + page - 1) / page * page + page;
}

struct bytes hostile_copy(struct bytes bytes)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE), all = mapped_size(bytes.size, page);
	uint8_t *memory = mmap(NULL, all, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED || mprotect(memory + all - page, page, PROT_NONE) != 0)
		abort();
	uint8_t *start = memory + all - page - bytes.size;

	if (bytes.size)
		memcpy(start, bytes.data, bytes.size);
	return (struct bytes){ start, bytes.size };
}

void hostile_free(struct bytes copy)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE), all = mapped_size(copy.size, page);

	munmap((uint8_t *)(uintptr_t)copy.data + copy.size + page - all, all);
}
