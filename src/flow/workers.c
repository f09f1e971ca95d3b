/* SPDX-License-Identifier: Apache-2.0 */
#include "flow/workers.h"

#include "base/memory.h"

#include <pthread.h>
#include <stdlib.h>

enum { BATCH_BYTES = 256 << 10, BATCH_PACKETS = 512, BATCHES = 4 };

struct job {
	struct packet packet; /* its bytes lie in the batch */
	unsigned shard;
	size_t at;
};

struct batch {
	struct job jobs[BATCH_PACKETS];
	unsigned count;
	struct buffer bytes;
};

struct worker {
	struct workers *workers;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	/* A ring: the reader fills batch `filled`, the thread works on batch `worked`. */
	struct batch *batches;
	unsigned filled, worked; /* counts; index is modulo BATCHES */
	bool stop, started;
};

struct workers {
	struct shard *const *shards;
	unsigned count;
	struct worker workers[];
};

static void work(struct workers *workers, struct batch *batch)
{
	for (unsigned i = 0; i < batch->count; i++) {
		struct job *job = &batch->jobs[i];

		job->packet.rest.rest.data = batch->bytes.data ? batch->bytes.data + job->at : NULL;
		shard_packet(workers->shards[job->shard], &job->packet);
	}
	batch->count = 0;
	buffer_clear(&batch->bytes);
}

static void *run(void *self)
{
	struct worker *worker = self;

	pthread_mutex_lock(&worker->lock);
	for (;;) {
		while (worker->worked == worker->filled && !worker->stop)
			pthread_cond_wait(&worker->changed, &worker->lock);
		if (worker->worked == worker->filled)
			break;
		struct batch *batch = &worker->batches[worker->worked % BATCHES];

		pthread_mutex_unlock(&worker->lock);
		work(worker->workers, batch);
		pthread_mutex_lock(&worker->lock);
		worker->worked++;
		pthread_cond_broadcast(&worker->changed);
	}
	pthread_mutex_unlock(&worker->lock);
	return NULL;
}

static bool worker_start(struct worker *worker)
{
	worker->batches = memory_new_array(BATCHES, sizeof *worker->batches);
	if (!worker->batches)
		return false;
	for (unsigned i = 0; i < BATCHES; i++)
		worker->batches[i].bytes = buffer_of(BATCH_BYTES + LIMIT_FRAME_SIZE);
	pthread_mutex_init(&worker->lock, NULL);
	pthread_cond_init(&worker->changed, NULL);
	worker->started = pthread_create(&worker->thread, NULL, run, worker) == 0;
	return worker->started;
}

enum status workers_new(struct shard *const *shards, unsigned count, struct workers **ret_workers,
			struct error *error)
{
	struct workers *workers = memory_new(sizeof *workers + count * sizeof workers->workers[0]);

	if (!workers)
		return error_no_memory(error);
	workers->shards = shards;
	for (; workers->count < count; workers->count++) {
		struct worker *worker = &workers->workers[workers->count];

		worker->workers = workers;
		if (!worker_start(worker)) {
			workers->count++;
			workers_free(workers);
			return error_set(error, STATUS_UNABLE, "cannot start %u threads; try --jobs 1",
					 count);
		}
	}
	*ret_workers = workers;
	return STATUS_OK;
}

static void worker_stop(struct worker *worker)
{
	if (worker->started) {
		pthread_mutex_lock(&worker->lock);
		worker->stop = true;
		pthread_cond_broadcast(&worker->changed);
		pthread_mutex_unlock(&worker->lock);
		pthread_join(worker->thread, NULL);
	}
	for (unsigned i = 0; worker->batches && i < BATCHES; i++)
		buffer_free(&worker->batches[i].bytes);
	if (worker->batches) {
		pthread_mutex_destroy(&worker->lock);
		pthread_cond_destroy(&worker->changed);
	}
	free(worker->batches);
}

void workers_free(struct workers *workers)
{
	if (!workers)
		return;
	for (unsigned i = 0; i < workers->count; i++)
		worker_stop(&workers->workers[i]);
	free(workers);
}

/* Hands the batch that is being filled to the thread; waits for a free one. */
static void hand_over(struct worker *worker)
{
	pthread_mutex_lock(&worker->lock);
	worker->filled++;
	pthread_cond_broadcast(&worker->changed);
	while (worker->filled - worker->worked >= BATCHES)
		pthread_cond_wait(&worker->changed, &worker->lock);
	pthread_mutex_unlock(&worker->lock);
}

enum status workers_packet(struct workers *workers, unsigned shard, const struct packet *packet,
			   struct error *error)
{
	struct worker *worker = &workers->workers[shard % workers->count];
	struct batch *batch = &worker->batches[worker->filled % BATCHES];

	if (batch->count == BATCH_PACKETS || batch->bytes.size >= BATCH_BYTES) {
		hand_over(worker);
		batch = &worker->batches[worker->filled % BATCHES];
	}
	size_t at = batch->bytes.size;

	if (!buffer_append(&batch->bytes, packet->rest.rest))
		return error_no_memory(error);
	batch->jobs[batch->count++] = (struct job){ *packet, shard, at };
	return STATUS_OK;
}

void workers_wait(struct workers *workers)
{
	for (unsigned i = 0; i < workers->count; i++) {
		struct worker *worker = &workers->workers[i];

		if (worker->batches[worker->filled % BATCHES].count)
			hand_over(worker);
		pthread_mutex_lock(&worker->lock);
		while (worker->worked != worker->filled)
			pthread_cond_wait(&worker->changed, &worker->lock);
		pthread_mutex_unlock(&worker->lock);
	}
}
