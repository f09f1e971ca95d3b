/* SPDX-License-Identifier: Apache-2.0 */
/* IEC 62056-21 over TCP: meters of electricity, gas and water, as their optical port speaks.
 *
 *     /? [address] ! CR LF      / maker speed name CR LF      ACK options CR LF
 *     SOH command [STX data] ETX sum      STX data ETX sum
 *     P1 (password): in clear; P2 (password): made of a secret and what P0 gave; R, W: reads, writes
 *
 * What the meter tells is handed on as text. Left out: binary modes. */
#include "protocol/application/login.h"
#include "protocol/application/units.h"

enum { SOH = 1, STX = 2, ETX = 3, EOT = 4, ACK = 6, NAK = 21, LINE_MOST = 64, DATA_MOST = 1 << 14 };

struct meter {
	struct login login;
};

/* Up to and with the first of two ends, and `more` bytes behind it. */
static size_t until(struct bytes bytes, uint8_t end, uint8_t other, size_t more, size_t most)
{
	size_t at = bytes_find_byte(bytes, end), second = bytes_find_byte(bytes, other);

	if (second < at)
		at = second;
	if (at == SIZE_MAX)
		return bytes.size > most ? UNIT_BROKEN : UNIT_LONGER;
	return at + 1 + more;
}

static size_t measure(enum direction direction, struct bytes bytes)
{
	uint8_t kind = bytes.data[0] & 0x7f;

	if (kind == SOH || kind == STX)
		return until(bytes, ETX, EOT, 1, DATA_MOST);
	/* A client's acknowledgement chooses a mode; a server's stands alone. */
	if (kind == '/' || (kind == ACK && direction == FROM_CLIENT))
		return until(bytes, '\n', '\n', 0, LINE_MOST);
	return kind == ACK || kind == NAK ? 1 : UNIT_BROKEN;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	size_t end = bytes_find(first, BYTES("!\r\n"));
	struct bytes address = bytes_slice(first, 2, end - 2);

	if (direction == FROM_SERVER || !bytes_start_with(first, BYTES("/?")) || end == SIZE_MAX ||
	    end + 3 != first.size || address.size > 32)
		return 0;
	for (size_t i = 0; i < address.size; i++)
		if (!(address.data[i] >= '0' && address.data[i] <= '9') &&
		    !((address.data[i] | 32) >= 'a' && (address.data[i] | 32) <= 'z'))
			return 0;
	return 8 * 5;
}

static void take_command(struct meter *meter, struct bytes unit, struct observer *observer)
{
	struct bytes name = bytes_slice(unit, 1, 2), rest = bytes_from(unit, 3), password;
	bool clear = bytes_equal(name, BYTES("P1"));

	login_say(&meter->login, "P", "login of a meter", "unknown", observer);
	(void)bytes_split(&rest, '(');
	password = bytes_split(&rest, ')');
	if ((!clear && !bytes_equal(name, BYTES("P2"))) || !password.size)
		return;
	login_begin(&meter->login, "iec62056", clear ? "password" : "hash", NULL);
	login_secret(&meter->login, password, password, observer);
}

static void read_unit(void *state, enum direction direction, struct bytes unit, struct observer *observer)
{
	const struct message message = { .part = BYTES("readout") };
	struct meter *meter = state;
	uint8_t kind = unit.data[0] & 0x7f;

	if (direction == FROM_CLIENT) {
		if (kind == SOH)
			take_command(meter, unit, observer);
		return;
	}
	bool refused = kind == NAK || bytes_find(unit, BYTES("(ERR")) != SIZE_MAX;

	if (kind == ACK || refused)
		login_say(&meter->login, "P", "login of a meter", refused ? "refused" : "accepted", observer);
	else if (kind == STX && unit.size > 3)
		observer_content(observer, &message, bytes_slice(unit, 1, unit.size - 3), unit);
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	static const struct unit_reader reader = { .measure = measure, .read = read_unit };

	return units_read(&reader, state, direction, stream, observer);
}

static void close_flow(void *state, struct observer *observer)
{
	struct meter *meter = state;

	login_say(&meter->login, "P", "login of a meter", "unknown", observer);
	login_free(&meter->login);
}

const struct app_decoder app_decoder_iec62056 = {
	.name = "iec62056",
	.specification = "IEC 62056-21",
	.usual_ports = (const struct selector[]){ { SELECT_TCP_PORT, 4059 }, { SELECT_NONE, 0 } },
	.state_size = sizeof(struct meter),
	.bid = bid,
	.decode = decode,
	.close = close_flow,
};
