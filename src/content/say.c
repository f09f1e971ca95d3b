/* SPDX-License-Identifier: Apache-2.0 */
/* Turns what was recognised into observations.
 *
 * `encoding` names the transformations that had to be undone to read the value, outermost first
 * (`gzip+base64`): those a person looking at the bytes could not read through. Structure (JSON,
 * multipart) is not one, nor are the escapes that belong to a structure (`\u` in JSON, percent in a
 * form, entities in XML); percent-encoding of anything else is `url`. */
#include "content/examination.h"
#include "content/readable.h"

struct bytes say_where(const struct examination *examination, unsigned depth, struct bytes where)
{
	const struct level *level = &examination->levels[depth];

	if (level->direct && bytes_inside(where, level->content->data))
		return where;
	return level->origin;
}

static void add_encodings(struct path *path, const struct examination *examination, unsigned depth,
			  const char *own)
{
	for (unsigned i = 1; i <= depth; i++) {
		const struct content *content = examination->levels[i].content;

		if (!content->encoding)
			continue;
		path_add(path, path->size ? BYTES("+") : BYTES_EMPTY);
		path_add(path, bytes_of(content->format));
	}
	if (own) {
		path_add(path, path->size ? BYTES("+") : BYTES_EMPTY);
		path_add(path, bytes_of(own));
	}
	if (path->size == 0)
		path_add(path, BYTES("none"));
}

/* The structure that a value stands in: the innermost one that is not an encoding. */
static const char *scheme_of(const struct examination *examination, unsigned depth)
{
	static const char *const structures[] = { "json", "form",    "xml",	 "multipart", "mail",
						  "cbor", "msgpack", "protobuf", "bson",      "plist" };
	const struct message *message = examination->message;

	for (unsigned i = depth + 1; i > 0; i--) {
		const struct level *level = &examination->levels[i - 1];
		const char *format = i > 1 ? level->content->format : NULL;

		if (format && (strcmp(format, "query") == 0 || strcmp(format, "cookie") == 0))
			return format;
		if (i == 1 && bytes_equal(message->part, BYTES("query")))
			return "query";
		for (size_t s = 0; level->read_as && s < sizeof structures / sizeof *structures; s++)
			if (strcmp(level->read_as, structures[s]) == 0)
				return structures[s];
	}
	return bytes_equal(message->part, BYTES("header")) ? "header" : "text";
}

static const char *class_of(const char *data)
{
	static const struct {
		const char *ending, *class;
	} classes[] = {
		{ "password", "password" },
		{ "passphrase", "password" },
		{ "token", "token" },
		{ "session", "token" },
		{ "jwt", "token" },
		{ "cookie", "token" },
		{ "community", "community" },
		{ "code", "code" },
		{ "pin", "code" },
		{ "hash", "hash" },
		{ "key", "key" },
		{ "secret", "key" },
	};
	size_t size = strlen(data);

	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
		size_t ending = strlen(classes[i].ending);

		if (size >= ending && strcmp(data + size - ending, classes[i].ending) == 0)
			return classes[i].class;
	}
	return "password";
}

/* Whether a secret is the digest of one: hexadecimal, of a digest's size. */
static bool is_digest(struct bytes secret)
{
	if (secret.size != 32 && secret.size != 40 && secret.size != 64 && secret.size != 96 &&
	    secret.size != 128)
		return false;
	return !(readable_sorts(secret) & ~(unsigned)(SORT_DIGIT | SORT_HEX));
}

/* A few characters of an unkeyed digest are enough to find a number again. */
static bool names_digest(const char *encoding)
{
	static const char *const digests[] = { "md5", "sha1", "sha256", "sm3" };

	for (size_t i = 0; encoding && i < sizeof digests / sizeof *digests; i++)
		if (strcmp(encoding, digests[i]) == 0)
			return true;
	return false;
}

/* The value as it stands on its line, with what is before it: a person who doubts a report looks at that. */
static struct bytes excerpt_of(const struct examination *examination, unsigned depth, struct bytes where)
{
	enum { BEFORE = 32, BEHIND = 8, MOST = 160 };
	const struct bytes whole = examination->levels[depth].content->data;

	if (!observer_reveals(examination->observer) || !bytes_inside(where, whole) || where.size > MOST)
		return BYTES_EMPTY;
	size_t at = (size_t)(where.data - whole.data), start = at, end = at + where.size;
	size_t last = end + BEHIND < whole.size ? end + BEHIND : whole.size;

	while (start > 0 && at - start < BEFORE && whole.data[start - 1] >= ' ')
		start--;
	/* Not from the middle of a character. */
	while (start < at && (whole.data[start] & 0xc0) == 0x80)
		start++;
	while (end < last && whole.data[end] >= ' ')
		end++;
	return end - start > where.size ? bytes_slice(whole, start, end - start) : BYTES_EMPTY;
}

/* Where it stood and what tells it: the same for data and for secrets. */
static void add_found(struct observation *observation, const struct examination *examination,
		      const struct path *path, const struct path *encoding, struct bytes field,
		      const struct recognition *found, struct bytes excerpt)
{
	observation_text(observation, ATTRIBUTE_FIELD, field);
	observation_text(observation, ATTRIBUTE_METHOD, examination->message->method);
	observation_text(observation, ATTRIBUTE_TOPIC, examination->message->topic);
	observation_text(observation, ATTRIBUTE_PATH, path_text(path));
	observation_text(observation, ATTRIBUTE_ENCODING, path_text(encoding));
	observation_word(observation, ATTRIBUTE_CANARY, found->canary);
	observation_word(observation, ATTRIBUTE_CONFIDENCE, confidence_name(found->confidence));
	observation_word(observation, ATTRIBUTE_WHY, found->why);
	if (excerpt.size)
		observation_text(observation, ATTRIBUTE_EXCERPT, excerpt);
}

/* `described`: the value only describes what was carried. */
static void say_transmission(struct examination *examination, unsigned depth, const struct path *path,
			     const struct path *encoding, struct bytes field, const struct recognition *found,
			     struct bytes where, bool described)
{
	struct observation observation = observation_of(KIND_TRANSMISSION);

	observation.shown_at_start = described ? SHOWN_WHOLE : found->type->shown_at_start;
	observation.shown_at_end = described ? 0 : found->type->shown_at_end;
	if (names_digest(found->encoding) || found->confidence == CONFIDENCE_NONE)
		observation.shown_at_start = observation.shown_at_end = 0;
	observation_word(&observation, ATTRIBUTE_DATA, found->type->id);
	observation_word(&observation, ATTRIBUTE_CATEGORY, found->type->category);
	observation_text(&observation, ATTRIBUTE_VALUE, found->value);
	add_found(&observation, examination, path, encoding, field, found,
		  excerpt_of(examination, depth, where));
	if (found->decimals)
		observation_number(&observation, ATTRIBUTE_DECIMALS, found->decimals);
	observer_say(examination->observer, &observation, say_where(examination, depth, where));
}

static void say_credential(struct examination *examination, unsigned depth, const struct path *path,
			   const struct path *encoding, struct bytes field, const struct recognition *found,
			   struct bytes where, struct bytes user)
{
	struct observation observation = observation_of(KIND_CREDENTIAL);

	observation.shown_at_start = found->type->shown_at_start;
	observation.shown_at_end = found->type->shown_at_end;
	observation_word(&observation, ATTRIBUTE_SCHEME, scheme_of(examination, depth));
	const char *class = class_of(found->type->id);

	if (strcmp(class, "password") == 0 && is_digest(found->value))
		class = "hash";
	observation_word(&observation, ATTRIBUTE_CLASS, class);
	observation_word(&observation, ATTRIBUTE_DATA, found->type->id);
	observation_text(&observation, ATTRIBUTE_USER, user);
	observation_text(&observation, ATTRIBUTE_SECRET, found->value);
	add_found(&observation, examination, path, encoding, field, found,
		  excerpt_of(examination, depth, where));
	observer_say(examination->observer, &observation, say_where(examination, depth, where));
}

void say_found(struct examination *examination, unsigned depth, const struct step *step, struct bytes field,
	       const struct recognition *found, struct bytes where, struct bytes user)
{
	struct path path, encoding;
	struct said_key key;
	bool small = said_key_of(examination, depth, step, field, found, user, &key);

	if (examination->records || examination->closing)
		list_note(examination, found);
	if (examination->own_hits)
		own_address_said(examination, found, where);
	if (small && said_again(examination, &key, say_where(examination, depth, where)))
		return;
	path.size = encoding.size = 0;
	path_add_content(&path, examination, depth);
	if (step) {
		path_add(&path, BYTES(":"));
		path_add_steps(&path, step);
	}
	/* How a planted value was written; "raw" is not an encoding. */
	const char *own = found->encoding && strcmp(found->encoding, "raw") != 0 ? found->encoding : NULL;

	add_encodings(&encoding, examination, depth, own);
	if (found->canary)
		canary_said(examination, depth, found->canary, found->value);
	if (found->type->credential)
		say_credential(examination, depth, &path, &encoding, field, found, where, user);
	else
		say_transmission(examination, depth, &path, &encoding, field, found, where, found->described);
	if (small)
		said_keep(examination, &key);
}

/* Names that may tell what an image is of, the nearest first. Those of the steps go to `text`. */
static size_t names_around(const struct examination *examination, unsigned depth, struct path *text,
			   struct bytes *ret, size_t room)
{
	const struct message *message = examination->message;
	size_t count = 0;

	text->size = 0;
	for (unsigned i = depth + 1; i > 0; i--) {
		const struct content *content = examination->levels[i - 1].content;
		size_t start = text->size;

		path_add_steps(text, i > 1 ? examination->levels[i - 1].steps : NULL);
		const struct bytes names[] = { content->label, content->file_name, content->step,
					       bytes_from(path_text(text), start) };

		for (size_t n = 0; n < sizeof names / sizeof *names && count < room; n++)
			if (names[n].size)
				ret[count++] = names[n];
	}
	if (message->label.size && count < room)
		ret[count++] = message->label;
	if (message->topic.size && count < room)
		ret[count++] = message->topic;
	return count;
}

/* The picture itself is not shown: what it is stands for it. */
static struct bytes describe_media(struct path *text, const struct content *content,
				   const struct media *media)
{
	struct buffer buffer = buffer_of(sizeof text->text);
	bool sized = media->width && media->height;
	bool done = sized ? buffer_append_format(&buffer, "%s %ux%u, %zu bytes", media->format, media->width,
						 media->height, content->data.size)
			  : buffer_append_format(&buffer, "%s, %zu bytes", media->format, content->data.size);

	text->size = 0;
	if (done)
		path_add(text, buffer_bytes(&buffer));
	buffer_free(&buffer);
	return path_text(text);
}

void examination_media(struct examination *examination, const struct content *content,
		       const struct media *media)
{
	struct observation observation = observation_of(KIND_MEDIA);
	struct recognition found;
	struct bytes names[32];
	struct path path, encoding, steps;
	size_t count = names_around(examination, content->depth, &steps, names, sizeof names / sizeof *names);
	const struct extent extent = { media->width, media->height };
	size_t known = recognise_media(examination->taxonomy, media->medium, names, count, &extent, &found);

	path.size = encoding.size = 0;
	path_add_content(&path, examination, content->depth);
	add_encodings(&encoding, examination, content->depth, NULL);
	observation_word(&observation, ATTRIBUTE_MEDIA, media->medium);
	observation_word(&observation, ATTRIBUTE_FORMAT, media->format);
	observation_text(&observation, ATTRIBUTE_FIELD, content->label);
	observation_text(&observation, ATTRIBUTE_METHOD, examination->message->method);
	observation_text(&observation, ATTRIBUTE_TOPIC, examination->message->topic);
	observation_text(&observation, ATTRIBUTE_PATH, path_text(&path));
	observation_text(&observation, ATTRIBUTE_ENCODING, path_text(&encoding));
	if (known && data_type_is_a(bytes_of(found.type->id), BYTES("biometric.face")))
		observation_text(&observation, ATTRIBUTE_FACE_CONTEXT, found.value);
	if (media->width || media->height) {
		observation_number(&observation, ATTRIBUTE_WIDTH, media->width);
		observation_number(&observation, ATTRIBUTE_HEIGHT, media->height);
	}
	observation_yes(&observation, ATTRIBUTE_POSITIONED, media->positioned);
	observation_number(&observation, ATTRIBUTE_BYTES, content->data.size);
	if (known)
		observation_word(&observation, ATTRIBUTE_DATA, found.type->id);
	observer_say(examination->observer, &observation,
		     say_where(examination, content->depth, content->data));

	examination->read_type = known ? found.type : NULL;
	if (known) {
		struct path text;

		found.value = describe_media(&text, content, media);
		say_transmission(examination, content->depth, &path, &encoding, content->label, &found,
				 content->data, true);
	}
}
