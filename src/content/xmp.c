/* SPDX-License-Identifier: Apache-2.0 */
/* XMP (ISO 16684-1): RDF in XML, read by one pass over its tags, without a tree:
 *
 *     <rdf:Description prefix:Name="value">  <prefix:Name>value</prefix:Name>
 *     <prefix:Name><rdf:Seq><rdf:li>value</rdf:li></rdf:Seq></prefix:Name>
 *
 * Only properties that tell of persons, places or the camera are read: their prefixes are fixed by
 * custom. The ids of documents and their versions (`xmp.did:…`) are no ids of devices. Positions are
 * `31,14.26000N` or `31,14,15N`. Left out: extended packets, which hold copies of the picture. */
#include "content/xmp.h"

#include "base/text.h"
#include "content/location.h"

enum { PACKET_MOST = 256 << 10, VALUE_MOST = 512, VALUES_MOST = 64 };
#define MILLION INT64_C(1000000)

static bool is_wanted(struct bytes name)
{
	static const struct bytes names[] = {
		BYTES("dc:creator"),
		BYTES("dc:description"),
		BYTES("tiff:Artist"),
		BYTES("exif:UserComment"),
		BYTES("aux:OwnerName"),
		BYTES("aux:SerialNumber"),
		BYTES("exifEX:CameraOwnerName"),
		BYTES("exifEX:BodySerialNumber"),
		BYTES("Iptc4xmpExt:PersonInImage"),
		BYTES("mwg-rs:Name"),
		BYTES("MPReg:PersonDisplayName"),
		BYTES("Iptc4xmpCore:CiEmailWork"),
		BYTES("Iptc4xmpCore:CiTelWork"),
		BYTES("Iptc4xmpCore:CiAdrExtadr"),
		BYTES("Iptc4xmpCore:Location"),
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (bytes_equal(name, names[i]))
			return true;
	return false;
}

struct packet {
	const struct content *content;
	struct examination *examination;
	struct location location;
	bool latitude, longitude;
	unsigned values;
};

static const struct step xmp_step = { .name = BYTES("xmp") };

/* A number with decimals, in units of 10 to the power of -`most`. */
static bool read_number(struct bytes text, unsigned most, int64_t *ret_number, unsigned *ret_decimals)
{
	uint64_t number = 0;
	unsigned decimals = 0;
	struct bytes rest = text, whole = bytes_split(&rest, '.');

	if (whole.size == 0 || whole.size > 3 || !bytes_to_number(whole, &number))
		return false;
	for (size_t i = 0; i < rest.size; i++) {
		if (rest.data[i] < '0' || rest.data[i] > '9')
			return false;
		if (decimals < most) {
			number = number * 10 + rest.data[i] - '0';
			decimals++;
		}
	}
	*ret_decimals = decimals;
	for (; decimals < most; decimals++)
		number *= 10;
	*ret_number = (int64_t)number;
	return true;
}

/* Degrees, minutes and perhaps seconds with commas between, and a letter. */
static bool read_angle(struct bytes text, char plus, char minus, int64_t *ret_angle, unsigned *ret_decimals)
{
	struct bytes rest = text;
	int64_t degrees, minutes, seconds = 0;
	unsigned decimals = 0, finer = 0;
	uint8_t letter = text.size ? text.data[text.size - 1] : 0;

	if (letter != (uint8_t)plus && letter != (uint8_t)minus)
		return false;
	rest.size--;
	if (!read_number(bytes_split(&rest, ','), 6, &degrees, &decimals) ||
	    !read_number(bytes_split(&rest, ','), 6, &minutes, &decimals) ||
	    (rest.size && !read_number(rest, 6, &seconds, &finer)))
		return false;
	/* A minute is a sixtieth, a second less than a thousandth of a degree. */
	decimals = rest.size ? finer + 3 : decimals + 1;
	*ret_decimals = decimals < 6 ? decimals : 6;
	*ret_angle = degrees + minutes / 60 + seconds / 3600;
	if (letter == (uint8_t)minus)
		*ret_angle = -*ret_angle;
	return degrees <= 180 * MILLION && minutes < 60 * MILLION && seconds < 60 * MILLION;
}

static void meet(struct packet *packet, struct bytes name, struct bytes value)
{
	struct location *location = &packet->location;
	unsigned decimals;

	value = bytes_trim(value);
	if (bytes_equal(name, BYTES("exif:GPSLatitude"))) {
		if (read_angle(value, 'N', 'S', &location->latitude, &location->decimals))
			packet->latitude = true;
		return;
	}
	if (bytes_equal(name, BYTES("exif:GPSLongitude"))) {
		if (read_angle(value, 'E', 'W', &location->longitude, &decimals))
			packet->longitude = true;
		return;
	}
	if (value.size == 0 || value.size > VALUE_MOST || !is_wanted(name) || packet->values++ >= VALUES_MOST)
		return;
	struct bytes rest = name;

	bytes_split(&rest, ':');
	const struct step step = { &xmp_step, rest };

	examination_value(packet->examination, packet->content, &step, rest, value, value, false);
}

static bool is_name(uint8_t byte)
{
	return byte > ' ' && byte != '=' && byte != '>' && byte != '/' && byte != '<' && byte != '"' &&
	       byte != '\'';
}

static struct bytes take_name(struct bytes *rest)
{
	size_t size = 0;

	while (size < rest->size && is_name(rest->data[size]))
		size++;
	struct bytes name = bytes_slice(*rest, 0, size);

	*rest = bytes_from(*rest, size);
	return name;
}

/* The attributes of a tag, from behind its name to before its `>`. */
static void read_attributes(struct packet *packet, struct bytes tag)
{
	while (tag.size) {
		if (!is_name(tag.data[0])) {
			tag = bytes_from(tag, 1);
			continue;
		}
		struct bytes name = take_name(&tag);
		uint8_t quote = tag.size >= 2 && tag.data[0] == '=' ? tag.data[1] : 0;

		if (quote != '"' && quote != '\'')
			continue;
		tag = bytes_from(tag, 2);
		meet(packet, name, bytes_split(&tag, quote));
	}
}

/* One tag and the text behind it. `*property`: the innermost element that is not RDF's own. */
static void read_tag(struct packet *packet, struct bytes *rest, struct bytes *property)
{
	size_t end = bytes_find_byte(*rest, '>');
	struct bytes tag = bytes_slice(*rest, 0, end);

	*rest = end == SIZE_MAX ? BYTES_EMPTY : bytes_from(*rest, end + 1);
	if (tag.size == 0 || tag.data[0] == '/' || tag.data[0] == '?' || tag.data[0] == '!')
		return;
	struct bytes name = take_name(&tag), text = *rest;

	if (!bytes_start_with(name, BYTES("rdf:")))
		*property = name;
	read_attributes(packet, tag);
	text = bytes_slice(text, 0, bytes_find_byte(text, '<'));
	if (property->size && text.size)
		meet(packet, *property, text);
}

bool xmp_read(const struct content *content, struct examination *examination, struct bytes packet)
{
	struct packet reading = { content, examination, .latitude = false };
	struct bytes rest = bytes_slice(packet, 0, PACKET_MOST), property = BYTES_EMPTY;

	examination_record_begin(examination);
	for (;;) {
		size_t at = bytes_find_byte(rest, '<');

		if (at == SIZE_MAX)
			break;
		rest = bytes_from(rest, at + 1);
		read_tag(&reading, &rest, &property);
	}
	bool positioned = reading.latitude && reading.longitude && location_is_known(&reading.location);

	if (positioned)
		location_give(&reading.location, content, examination, &xmp_step, packet);
	examination_record_end(examination, content, &xmp_step);
	return positioned;
}
