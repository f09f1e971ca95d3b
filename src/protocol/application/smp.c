/* SPDX-License-Identifier: Apache-2.0 */
/* How two Bluetooth devices agree on a key: code (1), then for request (1) and response (2): what the device
 * can show and enter (1), data from elsewhere (1), demands (1), largest key (1), keys to be given (2). The
 * method follows from both (Core 5.4, Vol 3, Part H, 2.3.5). Not read: the values that are exchanged; keys
 * given afterwards. */
#include "protocol/application.h"

enum {
	REQUEST = 1,
	RESPONSE,
	CONFIRM,
	RANDOM,
	FAILED,
	PUBLIC_KEY = 0x0c,
	KEY_CHECK = 0x0d,
	CODE_MOST = 0x0e
};
enum { DISPLAY_ONLY, DISPLAY_YES_NO, KEYBOARD_ONLY, NO_INPUT_NO_OUTPUT, KEYBOARD_DISPLAY, CAPABILITIES };
enum { DEMAND_PROTECTION = 4, DEMAND_SECURE = 8, KEY_LARGEST = 16 };

struct features {
	bool said;
	uint8_t capability, elsewhere, demands, key_size;
};

struct pairing {
	struct features ends[2]; /* by who sent it: request, response */
	unsigned randoms, checks;
	bool failed;
};

static bool is_secure(const struct pairing *pairing)
{
	return pairing->ends[0].demands & pairing->ends[1].demands & DEMAND_SECURE;
}

static const char *method_of(const struct pairing *pairing)
{
	const struct features *a = &pairing->ends[0], *b = &pairing->ends[1];
	bool secure = is_secure(pairing);

	if (secure ? a->elsewhere || b->elsewhere : a->elsewhere && b->elsewhere)
		return "out-of-band";
	if (!((a->demands | b->demands) & DEMAND_PROTECTION))
		return "just-works";
	if (a->capability == NO_INPUT_NO_OUTPUT || b->capability == NO_INPUT_NO_OUTPUT)
		return "just-works";
	bool a_keys = a->capability == KEYBOARD_ONLY || a->capability == KEYBOARD_DISPLAY;
	bool b_keys = b->capability == KEYBOARD_ONLY || b->capability == KEYBOARD_DISPLAY;
	bool a_compares = a->capability == DISPLAY_YES_NO || a->capability == KEYBOARD_DISPLAY;
	bool b_compares = b->capability == DISPLAY_YES_NO || b->capability == KEYBOARD_DISPLAY;

	if (secure && a_compares && b_compares)
		return "numeric-comparison";
	return a_keys || b_keys ? "passkey" : "just-works";
}

/* What is weak in it: anybody in between (just works), anybody listening (legacy), few keys. */
static void append_weakness(const struct pairing *pairing, const char *method, unsigned key_size, char *text)
{
	struct bytes words[3] = { 0 };
	size_t size = 0;

	if (strcmp(method, "just-works") == 0)
		words[0] = BYTES(" just-works");
	if (!is_secure(pairing))
		words[1] = BYTES(" legacy");
	if (key_size < KEY_LARGEST)
		words[2] = BYTES(" short-key");
	for (size_t i = 0; i < 3; i++) {
		struct bytes word = bytes_from(words[i], size == 0 && words[i].size ? 1 : 0);

		if (word.size)
			memcpy(text + size, word.data, word.size);
		size += word.size;
	}
	text[size] = 0;
}

static void say_pairing(struct pairing *pairing, struct observer *observer)
{
	struct observation observation = observation_of(KIND_PAIRING);
	char weakness[40];

	if (!pairing->ends[0].said || !pairing->ends[1].said)
		return;
	unsigned key_size = pairing->ends[0].key_size < pairing->ends[1].key_size ? pairing->ends[0].key_size
										  : pairing->ends[1].key_size;
	const char *method = method_of(pairing);
	bool done = is_secure(pairing) ? pairing->checks >= 2 : pairing->randoms >= 2;

	append_weakness(pairing, method, key_size, weakness);
	observation_word(&observation, ATTRIBUTE_SCHEME, method);
	observation_word(&observation, ATTRIBUTE_VERSION,
			 is_secure(pairing) ? "secure-connections" : "legacy");
	observation_number(&observation, ATTRIBUTE_KEY_BITS, key_size * 8);
	observation_text(&observation, ATTRIBUTE_WEAKNESS, bytes_of(weakness));
	observation_word(&observation, ATTRIBUTE_RESULT,
			 pairing->failed ? "refused"
			 : done		 ? "accepted"
					 : "unknown");
	observer_say(observer, &observation, BYTES_EMPTY);
	*pairing = (struct pairing){ .failed = false };
}

static enum decoded read_features(struct pairing *pairing, unsigned end, struct stream *stream,
				  struct observer *observer)
{
	struct cursor *at = &stream->unread;
	struct features features = { .said = true };

	features.capability = cursor_u8(at);
	features.elsewhere = cursor_u8(at);
	features.demands = cursor_u8(at);
	features.key_size = cursor_u8(at);
	cursor_skip(at, 2);
	if (!cursor_ok(at) || features.capability >= CAPABILITIES || features.elsewhere > 1 ||
	    features.key_size < 7 || features.key_size > KEY_LARGEST)
		return DECODED_MALFORMED;
	if (end == 0)
		say_pairing(pairing, observer); /* the one before had no end that was seen */
	pairing->ends[end] = features;
	return DECODED;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct pairing *pairing = state;
	uint8_t code = cursor_u8(&stream->unread);

	(void)direction;
	if (code == REQUEST || code == RESPONSE)
		return read_features(pairing, code == REQUEST ? 0 : 1, stream, observer);
	cursor_skip(&stream->unread, cursor_left(&stream->unread));
	if (code == 0 || code > CODE_MOST)
		return DECODED_MALFORMED;
	pairing->randoms += code == RANDOM;
	pairing->checks += code == KEY_CHECK;
	pairing->failed |= code == FAILED;
	if (code == FAILED)
		say_pairing(pairing, observer);
	return DECODED;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	(void)direction;
	return first.size >= 1 && first.data[0] && first.data[0] <= CODE_MOST ? 8 : 0;
}

static void end(void *state, struct observer *observer)
{
	say_pairing(state, observer);
}

const struct app_decoder app_decoder_smp = {
	.name = "smp",
	.specification = "Bluetooth Core 5.4, Vol 3, Part H, 3",
	.usual_ports = (const struct selector[]){ { SELECT_BLUETOOTH, BLUETOOTH_SMP }, { SELECT_NONE, 0 } },
	.state_size = sizeof(struct pairing),
	.bid = bid,
	.decode = decode,
	.close = end,
};
