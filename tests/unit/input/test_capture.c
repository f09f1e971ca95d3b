/* SPDX-License-Identifier: Apache-2.0 */
#include "hostile.h"

#include "base/limits.h"
#include "base/memory.h"
#include "capture_maker.h"
#include "input/capture.h"

#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { FRAMES = 8 };

/* What was read of a capture. */
struct reading {
	enum status opened, ended;
	size_t count;
	struct frame frames[FRAMES]; /* the data are not kept */
	uint64_t sum;		     /* of all bytes of all frames */
	struct capture_summary summary;
	struct error error;
};

static uint64_t sum_of(struct bytes bytes, uint64_t sum)
{
	for (size_t i = 0; i < bytes.size; i++)
		sum = sum * 31 + bytes.data[i];
	return sum;
}

static void read_on(struct capture *capture, struct reading *reading)
{
	struct frame frame;

	while ((reading->ended = capture_next(capture, &frame, &reading->error)) == STATUS_OK) {
		reading->sum = sum_of(frame.data, reading->sum);
		if (reading->count < FRAMES)
			reading->frames[reading->count] = frame;
		reading->count++;
	}
	assert_int_not_equal(capture_next(capture, &frame, &reading->error), STATUS_OK);
	capture_summary(capture, &reading->summary);
}

static struct reading read_descriptor(int descriptor, struct bytes first,
				      const struct capture_listener *listener)
{
	struct reading reading = { 0 };
	struct capture *capture;

	reading.opened = capture_open(descriptor, "test", first, listener, &capture, &reading.error);
	if (reading.opened == STATUS_OK) {
		read_on(capture, &reading);
		capture_free(capture);
	}
	return reading;
}

static int null_descriptor(void)
{
	FILE *null = fopen("/dev/null", "rb");

	assert_non_null(null);
	int descriptor = dup(fileno(null));

	fclose(null);
	return descriptor;
}

/* All of the file is what was read before. */
static struct reading read_bytes(struct bytes file)
{
	int descriptor = null_descriptor();
	struct reading reading = read_descriptor(descriptor, file, NULL);

	close(descriptor);
	return reading;
}

static FILE *file_of(struct bytes bytes)
{
	FILE *file = tmpfile();

	assert_non_null(file);
	assert_int_equal(fwrite(bytes.data, 1, bytes.size, file), bytes.size);
	assert_int_equal(fflush(file), 0);
	rewind(file);
	return file;
}

/* Reads the file with libpcap too and demands the same frames. */
static void check_against_libpcap(const char *what, struct bytes bytes)
{
	char why[PCAP_ERRBUF_SIZE];
	FILE *file = file_of(bytes);
	struct reading ours = read_descriptor(fileno(file), BYTES_EMPTY, NULL);

	rewind(file);
	pcap_t *pcap = pcap_fopen_offline_with_tstamp_precision(file, PCAP_TSTAMP_PRECISION_NANO, why);

	if (!pcap)
		fail_msg("%s: %s", what, why);
	size_t count = 0;
	uint64_t sum = 0;
	struct pcap_pkthdr *header;
	const u_char *data;

	for (; pcap_next_ex(pcap, &header, &data) == 1; count++) {
		sum = sum_of((struct bytes){ data, header->caplen }, sum);
		if (count >= FRAMES)
			continue;
		const struct frame *frame = &ours.frames[count];

		if (frame->time != header->ts.tv_sec * INSTANT_SECOND + header->ts.tv_usec)
			fail_msg("%s: frame %zu: time %lld", what, count, (long long)frame->time);
		assert_int_equal(frame->wire_size, header->len);
		assert_int_equal(frame->data.size, header->caplen);
		assert_int_equal(frame->number, count + 1);
		assert_int_equal(frame->link_type, pcap_datalink(pcap) == 12 ? 101 : pcap_datalink(pcap));
	}
	if (ours.opened != STATUS_OK || ours.ended != STATUS_END || ours.count != count || ours.sum != sum)
		fail_msg("%s: %zu frames of %zu", what, ours.count, count);
	assert_null(ours.summary.trouble);
	assert_false(ours.summary.truncated);
	pcap_close(pcap);
}

static void make_pcap(struct maker *maker, uint32_t magic, uint32_t link_type, size_t frames)
{
	uint8_t frame[1600];

	for (size_t i = 0; i < sizeof frame; i++)
		frame[i] = (uint8_t)(i * 7 + i / 256);
	pcap_head(maker, magic, link_type);
	for (size_t i = 0; i < frames; i++) {
		struct bytes data = { frame, (i * 397) % sizeof frame };

		pcap_record(maker, 1772352000 + (uint32_t)i, 999999, data,
			    (uint32_t)(data.size + i % 3 * 100));
	}
}

static void agrees_with_libpcap_on_pcap(void **state)
{
	static const struct {
		const char *what;
		uint32_t magic, link_type;
		bool big;
		size_t frames;
	} cases[] = {
		{ "little, micro", 0xa1b2c3d4, 1, false, 5 },  { "big, micro", 0xa1b2c3d4, 1, true, 5 },
		{ "little, nano", 0xa1b23c4d, 113, false, 5 }, { "big, nano", 0xa1b23c4d, 101, true, 5 },
		{ "many blocks", 0xa1b2c3d4, 1, false, 8000 }, { "no frames", 0xa1b2c3d4, 1, false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct maker maker = { .big = cases[i].big };

		make_pcap(&maker, cases[i].magic, cases[i].link_type, cases[i].frames);
		check_against_libpcap(cases[i].what, buffer_bytes(&maker.file));
		maker_free(&maker);
	}
}

/* libpcap reads only captures whose interfaces are alike. */
static void agrees_with_libpcap_on_pcapng(void **state)
{
	static const struct {
		uint8_t resolution;
		uint64_t units;
	} clocks[] = {
		{ 0, 1772352000123456 },     { 3, 1772352000123 },
		{ 9, 1772352000123456789 },  { 0x80 | 20, UINT64_C(1772352000) << 20 | 1000 },
		{ 12, 1772352000123456789 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(clocks); i++) {
		struct maker maker = { 0 };

		pcapng_section(&maker, i % 2);
		pcapng_interface(&maker, 1, 65535, clocks[i].resolution, 0);
		pcapng_interface(&maker, 1, 65535, 6, -3600);
		pcapng_packet(&maker, 0, clocks[i].units, BYTES("first frame"), 11, NULL);
		pcapng_packet(&maker, 1, 1772352000123456, BYTES("second"), 60, "a comment");
		pcapng_packet(&maker, 0, clocks[i].units + 1, BYTES(""), 0, NULL);
		check_against_libpcap("pcapng", buffer_bytes(&maker.file));
		maker_free(&maker);
	}
}

static void reads_sections_and_mixed_interfaces(void **state)
{
	struct maker maker = { 0 };

	(void)state;
	pcapng_section(&maker, false);
	pcapng_interface(&maker, 1, 4, 0, 0);
	pcapng_interface(&maker, 113, 0, 9, 100);
	pcapng_packet(&maker, 1, 5, BYTES("cooked"), 6, "why");
	pcapng_packet(&maker, 0, 7, BYTES("wire"), 9, NULL);
	size_t simple = pcapng_begin(&maker, 3);

	maker_u32(&maker, 6);
	maker_bytes(&maker, BYTES("cut!"));
	pcapng_end(&maker, simple);
	pcapng_end(&maker, pcapng_begin(&maker, 0x0bad));
	pcapng_section(&maker, true);
	pcapng_interface(&maker, 101, 0, 0x80 | 32, 0);
	pcapng_packet(&maker, 0, (UINT64_C(2) << 32) + (1u << 31), BYTES("raw"), 3, NULL);
	size_t old = pcapng_begin(&maker, 2);

	maker_u16(&maker, 0);
	maker_u16(&maker, 65535);
	maker_u32(&maker, 1);
	maker_u32(&maker, 0);
	maker_u32(&maker, 3);
	maker_u32(&maker, 3);
	maker_bytes(&maker, BYTES("old"));
	pcapng_end(&maker, old);

	struct reading reading = read_bytes(buffer_bytes(&maker.file));
	static const struct frame expected[] = {
		{ .number = 1, .link_type = 113, .time = 100 * INSTANT_SECOND + 5, .wire_size = 6 },
		{ .number = 2, .link_type = 1, .time = 7000, .wire_size = 9 },
		{ .number = 3, .link_type = 1, .time = 7000, .wire_size = 6 },
		{ .number = 4,
		  .link_type = 101,
		  .time = 2 * INSTANT_SECOND + INSTANT_SECOND / 2,
		  .wire_size = 3 },
		{ .number = 5, .link_type = 101, .time = INSTANT_SECOND, .wire_size = 3 },
	};

	assert_int_equal(reading.count, COUNT_OF(expected));
	for (size_t i = 0; i < COUNT_OF(expected); i++) {
		assert_int_equal(reading.frames[i].number, expected[i].number);
		assert_int_equal(reading.frames[i].link_type, expected[i].link_type);
		assert_true(reading.frames[i].time == expected[i].time);
		assert_int_equal(reading.frames[i].wire_size, expected[i].wire_size);
	}
	assert_int_equal(reading.frames[2].data.size, 4);
	assert_int_equal(reading.summary.snapped, 2);
	assert_null(reading.summary.trouble);
	maker_free(&maker);
}

struct heard {
	struct buffer text;
};

static void hear_comment(void *self, struct bytes text)
{
	struct heard *heard = self;

	buffer_append_format(&heard->text, "comment %.*s;", (int)text.size, (const char *)text.data);
}

static void hear_secrets(void *self, uint32_t type, struct bytes secrets)
{
	struct heard *heard = self;

	buffer_append_format(&heard->text, "secrets %x %.*s;", (unsigned)type, (int)secrets.size,
			     (const char *)secrets.data);
}

static void hear_name(void *self, struct bytes address, struct bytes name)
{
	struct heard *heard = self;

	buffer_append_format(&heard->text, "name %zu %.*s;", address.size, (int)name.size,
			     (const char *)name.data);
}

static void make_telling(struct maker *maker)
{
	pcapng_section(maker, true);
	maker->file.size -= 4; /* take the trailer back, add an option */
	pcapng_option(maker, 1, BYTES("of the section"));
	pcapng_option(maker, 0, BYTES_EMPTY);
	pcapng_end(maker, 0);
	pcapng_interface(maker, 1, 0, 0, 0);
	size_t start = pcapng_begin(maker, 10);

	maker_u32(maker, 0x544c534b);
	maker_u32(maker, 5);
	maker_bytes(maker, BYTES("CLIEN"));
	pcapng_end(maker, start);
	start = pcapng_begin(maker, 4);
	pcapng_option(maker, 1,
		      BYTES("\x0a\x00\x00\x01"
			    "lock.example\0gate.example"));
	pcapng_option(maker, 2,
		      BYTES("\xfd\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1"
			    "six.example\0"));
	pcapng_option(maker, 0, BYTES_EMPTY);
	pcapng_end(maker, start);
	for (uint32_t lost = 3; lost < 6; lost++) {
		start = pcapng_begin(maker, 5);
		maker_u32(maker, 0);
		maker_bytes(maker, BYTES("\0\0\0\0\0\0\0\0"));
		maker_bytes(maker, BYTES("\0\5\0\x08\0\0\0\0"));
		maker_u32(maker, lost);
		pcapng_end(maker, start);
	}
}

static void tells_what_stands_between_frames(void **state)
{
	struct maker maker = { 0 };
	struct heard heard = { buffer_of(1000) };
	struct capture_listener listener = { &heard, hear_comment, hear_secrets, hear_name };
	int descriptor = null_descriptor();

	(void)state;
	make_telling(&maker);
	struct reading reading = read_descriptor(descriptor, buffer_bytes(&maker.file), &listener);

	assert_int_equal(reading.ended, STATUS_END);
	buffer_append_byte(&heard.text, 0);
	assert_string_equal((const char *)heard.text.data,
			    "comment of the section;secrets 544c534b CLIEN;name 4 lock.example;"
			    "name 4 gate.example;name 16 six.example;");
	assert_int_equal(reading.summary.dropped, 5);
	buffer_free(&heard.text);
	maker_free(&maker);
	close(descriptor);
}

/* What `size` bytes of a file hold: whole frames, and nothing behind the cut. */
static void check_truncation(struct bytes file, size_t size, size_t frames)
{
	struct reading reading = read_bytes(bytes_slice(file, 0, size));

	if (reading.opened != STATUS_OK) {
		assert_true(size < 12);
		assert_int_equal(reading.opened, STATUS_FORMAT);
		return;
	}
	assert_int_equal(reading.ended, STATUS_END);
	assert_true(reading.count <= frames);
	assert_null(reading.summary.trouble);
	assert_true(reading.summary.truncated_at <= size);
	assert_true(reading.count < frames || !reading.summary.truncated || size < file.size);
}

static void survives_every_truncation(void **state)
{
	struct maker pcap = { 0 }, pcapng = { 0 };

	(void)state;
	pcap_head(&pcap, 0xa1b2c3d4, 1);
	pcap_record(&pcap, 1, 2, BYTES("first"), 5);
	pcap_record(&pcap, 1, 2, BYTES("second"), 6);
	for (size_t size = 0; size <= pcap.file.size; size++)
		check_truncation(buffer_bytes(&pcap.file), size, 2);
	make_telling(&pcapng);
	pcapng_packet(&pcapng, 0, 7, BYTES("frame"), 5, "comment");
	for (size_t size = 0; size <= pcapng.file.size; size++)
		check_truncation(buffer_bytes(&pcapng.file), size, 1);

	struct reading cut = read_bytes(bytes_slice(buffer_bytes(&pcap.file), 0, pcap.file.size - 1));

	assert_int_equal(cut.count, 1);
	assert_true(cut.summary.truncated);
	assert_int_equal(cut.summary.truncated_at, 24 + 16 + 5);
	assert_false(read_bytes(buffer_bytes(&pcap.file)).summary.truncated);
	maker_free(&pcap);
	maker_free(&pcapng);
}

static void reads_compressed_files(void **state)
{
	struct maker maker = { 0 };

	(void)state;
	make_pcap(&maker, 0xa1b2c3d4, 1, 4000); /* three blocks */
	struct bytes plain = buffer_bytes(&maker.file);
	struct reading expected = read_bytes(plain);

	for (int zstd = 0; zstd < 2; zstd++) {
		struct buffer (*compressed)(struct bytes) = zstd ? compressed_zstd : compressed_gzip;
		/* two members, cut in the middle of a record */
		struct buffer file = compressed(bytes_slice(plain, 0, plain.size / 2));
		struct buffer second = compressed(bytes_from(plain, plain.size / 2));

		buffer_append(&file, buffer_bytes(&second));
		struct reading whole = read_bytes(buffer_bytes(&file));
		struct reading cut = read_bytes(bytes_slice(buffer_bytes(&file), 0, file.size - 20));

		assert_int_equal(whole.count, expected.count);
		assert_true(whole.sum == expected.sum);
		assert_false(whole.summary.truncated);
		assert_string_equal(whole.summary.format, zstd ? "pcap+zstd" : "pcap+gzip");
		assert_true(cut.summary.truncated);
		assert_true(cut.count < expected.count && cut.count >= expected.count / 2 - 1);
		assert_int_equal(cut.ended, STATUS_END);
		/* broken in the middle: what came before is there */
		memset(file.data + file.size * 3 / 4, 0xff, 64);
		struct reading broken = read_bytes(buffer_bytes(&file));

		assert_non_null(broken.summary.trouble);
		assert_true(broken.count < expected.count);
		assert_int_equal(broken.ended, STATUS_END);
		assert_true(capture_recognise(bytes_slice(buffer_bytes(&file), 0, 4096)));
		buffer_free(&file);
		buffer_free(&second);
	}
	maker_free(&maker);
}

static void padding_behind_gzip_is_no_trouble_and_garbage_is(void **state)
{
	struct maker maker = { 0 };

	(void)state;
	make_pcap(&maker, 0xa1b2c3d4, 1, 3);
	struct buffer file = compressed_gzip(buffer_bytes(&maker.file));

	buffer_append(&file, BYTES("\0\0\0\0\0\0\0\0"));
	assert_null(read_bytes(buffer_bytes(&file)).summary.trouble);
	buffer_append(&file, BYTES("garbage"));
	assert_non_null(read_bytes(buffer_bytes(&file)).summary.trouble);
	assert_int_equal(read_bytes(buffer_bytes(&file)).count, 3);
	buffer_free(&file);
	maker_free(&maker);
}

/* A pipe gives what there is, here in pieces that split everything. */
static void reads_from_a_pipe(void **state)
{
	struct maker maker = { 0 };
	int ends[2];

	(void)state;
	make_pcap(&maker, 0xa1b23c4d, 1, 40);
	struct reading expected = read_bytes(buffer_bytes(&maker.file));
	struct buffer packed = compressed_gzip(buffer_bytes(&maker.file));

	for (int gzip = 0; gzip < 2; gzip++) {
		assert_int_equal(pipe(ends), 0);
		pid_t child = fork();

		if (child == 0) {
			struct bytes rest = gzip ? buffer_bytes(&packed) : buffer_bytes(&maker.file);

			for (; rest.size; rest = bytes_from(rest, 7))
				if (write(ends[1], rest.data, rest.size < 7 ? rest.size : 7) < 0)
					_exit(1);
			_exit(0);
		}
		close(ends[1]);
		struct reading reading = read_descriptor(ends[0], BYTES_EMPTY, NULL);

		assert_int_equal(reading.count, 40);
		assert_true(reading.sum == expected.sum);
		close(ends[0]);
	}
	buffer_free(&packed);
	maker_free(&maker);
}

static void skips_and_counts_what_is_too_large(void **state)
{
	static uint8_t large[LIMIT_BLOCK_SIZE + 100];
	static const size_t sizes[] = { LIMIT_FRAME_SIZE + 1, sizeof large };
	struct bytes all = { large, sizeof large };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		struct maker pcap = { 0 }, pcapng = { 0 };

		pcap_head(&pcap, 0xa1b2c3d4, 1);
		memset(pcap.file.data + 16, 0, 4); /* snap length: unlimited */
		pcap_record(&pcap, 0, 0, bytes_slice(all, 0, sizes[i]), (uint32_t)sizes[i]);
		pcap_record(&pcap, 0, 0, BYTES("small"), 5);
		pcapng_section(&pcapng, false);
		pcapng_interface(&pcapng, 1, 0, 0, 0);
		pcapng_packet(&pcapng, 0, 0, bytes_slice(all, 0, sizes[i]), (uint32_t)sizes[i], NULL);
		pcapng_packet(&pcapng, 0, 0, BYTES("small"), 5, NULL);
		struct reading readings[] = { read_bytes(buffer_bytes(&pcap.file)),
					      read_bytes(buffer_bytes(&pcapng.file)) };

		for (size_t k = 0; k < COUNT_OF(readings); k++) {
			assert_int_equal(readings[k].count, 1);
			assert_int_equal(readings[k].frames[0].number, 2);
			assert_int_equal(readings[k].summary.skipped, 1);
			assert_null(readings[k].summary.trouble);
			assert_false(readings[k].summary.truncated);
		}
		maker_free(&pcap);
		maker_free(&pcapng);
	}
}

static void make_broken(struct maker *maker, unsigned which)
{
	size_t start;

	pcapng_section(maker, false);
	switch (which) {
	case 0: /* sizes differ */
		pcapng_end(maker, pcapng_begin(maker, 99));
		maker->file.data[maker->file.size - 4] ^= 4;
		break;
	case 1: /* size below the least */
		maker_bytes(maker, BYTES("\x63\0\0\0\x08\0\0\0\x08\0\0\0"));
		break;
	case 2: /* no interface */
		pcapng_packet(maker, 0, 0, BYTES("frame"), 5, NULL);
		break;
	case 3: /* more bytes said than there are in the block */
		pcapng_interface(maker, 1, 0, 0, 0);
		start = maker->file.size;
		pcapng_packet(maker, 0, 0, BYTES("frame"), 5, NULL);
		maker->file.data[start + 21] = 1;
		break;
	case 4: /* byte order */
		start = maker->file.size;
		pcapng_section(maker, false);
		maker->file.data[start + 8] ^= 1;
		break;
	case 5: /* an interface without its fields */
		pcapng_end(maker, pcapng_begin(maker, 1));
		break;
	default: /* not a multiple of four */
		maker_bytes(maker, BYTES("\x63\0\0\0\x0d\0\0\0\0\x0d\0\0\0"));
		break;
	}
}

static void stops_at_a_broken_record(void **state)
{
	struct maker pcap = { 0 };

	(void)state;
	for (unsigned i = 0; i < 7; i++) {
		struct maker maker = { 0 };

		make_broken(&maker, i);
		struct reading reading = read_bytes(buffer_bytes(&maker.file));

		assert_int_equal(reading.ended, STATUS_END);
		if (!reading.summary.trouble || reading.count)
			fail_msg("case %u", i);
		maker_free(&maker);
	}
	pcap_head(&pcap, 0xa1b2c3d4, 1);
	pcap_record(&pcap, 0, 0, BYTES("good"), 4);
	maker_bytes(&pcap, BYTES("\1\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff"));
	struct reading reading = read_bytes(buffer_bytes(&pcap.file));

	assert_int_equal(reading.count, 1);
	assert_non_null(reading.summary.trouble);
	assert_int_equal(reading.summary.truncated_at, 24 + 16 + 4);
	maker_free(&pcap);
}

/* Options that lie about their size must not hide the packet. */
static void a_broken_option_does_not_hurt(void **state)
{
	struct maker maker = { 0 };

	(void)state;
	pcapng_section(&maker, false);
	pcapng_interface(&maker, 1, 0, 0, 0);
	pcapng_packet(&maker, 0, 0, BYTES("frame"), 5, "long comment");
	maker.file.data[maker.file.size - 4 - 4 - 12 - 2] = 0xff;
	struct reading reading = read_bytes(buffer_bytes(&maker.file));

	assert_int_equal(reading.count, 1);
	assert_int_equal(reading.frames[0].comment.size, 0);
	maker_free(&maker);
}

static void reads_old_and_patched_pcap(void **state)
{
	struct maker old = { 0 }, patched = { 0 };

	(void)state;
	pcap_head(&old, 0xa1b2c3d4, 1);
	old.file.data[6] = 2; /* version 2.2: sizes swapped */
	maker_bytes(&old, BYTES("\1\0\0\0\2\0\0\0\x40\0\0\0\3\0\0\0abc"));
	pcap_head(&patched, 0xa1b2cd34, 1);
	maker_bytes(&patched, BYTES("\1\0\0\0\2\0\0\0\3\0\0\0\x40\0\0\0\1\0\0\0\x08\0\0\0abc"));
	struct reading readings[] = { read_bytes(buffer_bytes(&old.file)),
				      read_bytes(buffer_bytes(&patched.file)) };

	for (size_t i = 0; i < COUNT_OF(readings); i++) {
		assert_int_equal(readings[i].count, 1);
		assert_int_equal(readings[i].frames[0].data.size, 3);
		assert_int_equal(readings[i].frames[0].wire_size, 64);
		assert_true(readings[i].sum == sum_of(BYTES("abc"), 0));
	}
	maker_free(&old);
	maker_free(&patched);
}

static void reads_snoop(void **state)
{
	static const char head[] = "snoop\0\0\0\0\0\0\2\0\0\0\4",
			  first[] = "\0\0\0\x40\0\0\0\5\0\0\0\x20"
				    "\0\0\0\2\0\0\0\1\0\0\0\3frame\0\0\0",
			  second[] = "\0\0\0\2\0\0\0\2\0\0\0\x1c\0\0\0\7\0\0\0\2\0\0\0\0hi\0\0";
	struct maker maker = { 0 };

	(void)state;
	maker_bytes(&maker, (struct bytes){ (const uint8_t *)head, sizeof head - 1 });
	maker_bytes(&maker, (struct bytes){ (const uint8_t *)first, sizeof first - 1 });
	maker_bytes(&maker, (struct bytes){ (const uint8_t *)second, sizeof second - 1 });
	for (size_t size = 0; size <= maker.file.size; size++)
		check_truncation(bytes_slice(buffer_bytes(&maker.file), 0, size), size, 2);
	struct reading reading = read_bytes(buffer_bytes(&maker.file));

	assert_int_equal(reading.count, 2);
	assert_true(reading.sum == sum_of(BYTES("hi"), sum_of(BYTES("frame"), 0)));
	assert_int_equal(reading.frames[0].wire_size, 64);
	assert_int_equal(reading.frames[0].link_type, 1);
	assert_true(reading.frames[0].time == INSTANT_SECOND + 3000);
	assert_int_equal(reading.summary.dropped, 7);
	maker.file.data[16 + 11] = 4; /* a record smaller than its own head */
	assert_non_null(read_bytes(buffer_bytes(&maker.file)).summary.trouble);
	maker_free(&maker);
}

/* Kind and direction of a frame stand in its flags, or its kind before it: both come out as the link type. */
static void reads_btsnoop(void **state)
{
	static const struct {
		uint8_t data_link[2];
		uint8_t flags; /* low octet */
		struct bytes frame;
		uint32_t link_type;
	} cases[] = {
		{ { 3, 0xe9 }, 0, BYTES("data"), 3 << 16 | 187 },
		{ { 3, 0xe9 }, 1, BYTES("data"), 4 << 16 | 187 },
		{ { 3, 0xe9 }, 2, BYTES("data"), 1 << 16 | 187 },
		{ { 3, 0xe9 }, 3, BYTES("data"), 2 << 16 | 187 },
		{ { 3, 0xea }, 0, BYTES("\2data"), 3 << 16 | 187 },
		{ { 3, 0xea }, 1, BYTES("\2data"), 4 << 16 | 187 },
		{ { 3, 0xea }, 2, BYTES("\1data"), 1 << 16 | 187 },
		{ { 3, 0xea }, 3, BYTES("\4data"), 2 << 16 | 187 },
		{ { 3, 0xea }, 0, BYTES("\3data"), 5 << 16 | 187 },
		{ { 7, 0xd1 }, 4, BYTES("data"), 3 << 16 | 187 },
		{ { 7, 0xd1 }, 0, BYTES("data"), 5 << 16 | 187 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		uint8_t head[16 + 24] = { 'b', 't', 's', 'n', 'o', 'o', 'p', 0, 0, 0, 0, 1 };
		/* one second after 1970 */
		static const uint8_t time[8] = { 0x00, 0xdc, 0xdd, 0xb3, 0x0f, 0x3e, 0xc2, 0x40 };
		struct maker maker = { 0 };

		memcpy(head + 14, cases[i].data_link, 2);
		head[16 + 3] = head[16 + 7] = (uint8_t)cases[i].frame.size;
		head[16 + 11] = cases[i].flags;
		head[16 + 15] = 9;
		memcpy(head + 16 + 16, time, 8);
		maker_bytes(&maker, (struct bytes){ head, sizeof head });
		maker_bytes(&maker, cases[i].frame);
		for (size_t size = 0; size <= maker.file.size; size++)
			check_truncation(bytes_slice(buffer_bytes(&maker.file), 0, size), size, 1);
		struct reading reading = read_bytes(buffer_bytes(&maker.file));

		assert_int_equal(reading.count, 1);
		assert_true(reading.sum == sum_of(BYTES("data"), 0));
		assert_int_equal(reading.frames[0].link_type, cases[i].link_type);
		assert_int_equal(reading.frames[0].wire_size, 4);
		assert_true(reading.frames[0].time == INSTANT_SECOND);
		assert_int_equal(reading.summary.dropped, 9);
		maker_free(&maker);
	}
}

static void times_of_any_resolution_stay_in_range(void **state)
{
	static const struct {
		uint8_t resolution;
		int64_t offset;
		uint64_t units;
		instant expected;
	} cases[] = {
		{ 6, 0, UINT64_MAX, INT64_MAX },
		{ 6, INT64_MAX, 1, INT64_MAX },
		{ 6, INT64_MIN, 1, INT64_MIN + 1 },
		{ 18, 0, 5000000000000000000, 5 * INSTANT_SECOND },
		{ 127, 0, UINT64_MAX, 0 },
		{ 0x80, 0, 3, 3 * INSTANT_SECOND },
		{ 0xff, 0, UINT64_MAX, 0 },
		{ 0x80 | 10, 0, 512, INSTANT_SECOND / 2 },
		{ 9, -1, 1500000000, INSTANT_SECOND / 2 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct maker maker = { 0 };

		pcapng_section(&maker, i % 2);
		pcapng_interface(&maker, 1, 0, cases[i].resolution, cases[i].offset);
		pcapng_packet(&maker, 0, cases[i].units, BYTES("frame"), 5, NULL);
		struct reading reading = read_bytes(buffer_bytes(&maker.file));

		if (reading.count != 1 || reading.frames[0].time != cases[i].expected)
			fail_msg("case %zu: %lld", i, (long long)reading.frames[0].time);
		maker_free(&maker);
	}
}

static void knows_what_is_no_capture(void **state)
{
	static const uint8_t zip[] = "PK\3\4\24\0\0\0\10\0\0\0\0\0\0\0";
	struct buffer text = compressed_gzip(BYTES("just some text, nothing of a capture in it"));
	struct reading reading;

	(void)state;
	assert_false(capture_recognise((struct bytes){ zip, sizeof zip }));
	assert_false(capture_recognise(BYTES("")));
	assert_false(capture_recognise(BYTES("\x0a\x0d\x0d\x0a\0\0\0\0\1\2\3\4")));
	assert_false(capture_recognise(buffer_bytes(&text)));
	assert_true(capture_recognise(bytes_slice(buffer_bytes(&text), 0, 10))); /* cannot tell yet */
	assert_true(capture_recognise(BYTES("\xa1\xb2\xc3\xd4\0\2\0\4\0\0\0\0")));
	assert_true(capture_recognise(BYTES("\x0a\x0d\x0d\x0a\x1c\0\0\0\x4d\x3c\x2b\x1a")));
	reading = read_bytes(buffer_bytes(&text));
	assert_int_equal(reading.opened, STATUS_FORMAT);
	assert_non_null(strstr(reading.error.message, "test: is not a capture file"));
	reading = read_bytes(BYTES_EMPTY);
	assert_int_equal(reading.opened, STATUS_FORMAT);
	assert_non_null(strstr(reading.error.message, "empty"));
	buffer_free(&text);
}

static void lack_of_memory_is_trouble(void **state)
{
	struct maker maker = { 0 };

	(void)state;
	make_telling(&maker);
	struct buffer file = compressed_gzip(buffer_bytes(&maker.file));

	for (uint64_t n = 1; n < 20; n++) {
		memory_fail_at(n);
		struct reading reading = read_bytes(buffer_bytes(&file));
		uint64_t made = memory_fail_at(0);

		assert_true(made < n || reading.opened == STATUS_MEMORY || reading.ended == STATUS_MEMORY);
	}
	buffer_free(&file);
	maker_free(&maker);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agrees_with_libpcap_on_pcap),
		cmocka_unit_test(agrees_with_libpcap_on_pcapng),
		cmocka_unit_test(reads_sections_and_mixed_interfaces),
		cmocka_unit_test(tells_what_stands_between_frames),
		cmocka_unit_test(survives_every_truncation),
		cmocka_unit_test(reads_compressed_files),
		cmocka_unit_test(padding_behind_gzip_is_no_trouble_and_garbage_is),
		cmocka_unit_test(reads_from_a_pipe),
		cmocka_unit_test(skips_and_counts_what_is_too_large),
		cmocka_unit_test(stops_at_a_broken_record),
		cmocka_unit_test(a_broken_option_does_not_hurt),
		cmocka_unit_test(reads_old_and_patched_pcap),
		cmocka_unit_test(reads_snoop),
		cmocka_unit_test(reads_btsnoop),
		cmocka_unit_test(times_of_any_resolution_stay_in_range),
		cmocka_unit_test(knows_what_is_no_capture),
		cmocka_unit_test(lack_of_memory_is_trouble),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
