/* SPDX-License-Identifier: Apache-2.0 */
/* Content: bytes of some format, whether a message's body or a file. A content decoder reads one
 * format and hands what is in it (values, further content) to the examination it works for. */
#ifndef PROBITY_CONTENT_CONTENT_H
#define PROBITY_CONTENT_CONTENT_H

#include "base/characters.h"
#include "base/decoded.h"
#include "evidence/observer.h"

struct examination; /* the reading of one message's content: depth, budgets, where to say things */

struct content {
	struct bytes data;
	const struct content *parent; /* what it was found in; NULL: the message itself */
	const char *format; /* static: the transformation or format it came out of: `gzip`, `base64`, … */
	struct bytes step;  /* how its parent names it: `$.user.photo`, a part's name; may be empty */
	struct bytes label; /* the nearest name: key, part name, file name; inherited when unnamed */
	struct bytes file_name;	 /* as its sender calls it, if at all */
	struct bytes media_type; /* as declared; never trusted */
	struct bytes coding;	 /* as declared, what was done to it after that; see content/coding.h */
	bool encoding;		 /* `format` transforms bytes (base64, gzip, …), not structures them */
	bool incomplete;	 /* cut somewhere: a decoder reads as far as it can */
	unsigned depth;
	uint32_t characters; /* the sorts in all of `data` where they are known, else 0 */
};

struct content_decoder {
	const char *name, *specification;
	/* By byte, whether its content may begin so: whoever cannot mean this content is not asked. NULL:
	 * with anything. */
	const bool *first;
	/* For whoever reads more of what is declared as its own: the bytes that content may begin with which
	 * is not, and which media types declare it. Both or none. */
	const bool *undeclared;
	bool (*declares)(struct bytes media_type);
	/* Sorts of characters (base/characters.h) of which its content has some; 0: any. For content whose
	 * characters are known, as those of values are. */
	uint32_t needs;
	/* Where somebody before it in the list bids so many bits it is not asked; 0: it always is. No decoder
	 * outbids what it yields to, but for those that must look at much of the content to bid: others who
	 * are sure spare them that. */
	unsigned yields_to;
	/* Bits of `content->data` that are as the format demands; 0: not mine. The declared media type
	 * may add a few bits, never decide alone. Cheap: it looks at the first bytes only (64 or so). */
	unsigned (*bid)(const struct content *content);
	/* Reads it. DECODED_NOT_MINE: the next best bidder is asked. Anything else is final. */
	enum decoded (*decode)(const struct content *content, struct examination *examination);
};

/* The path to a value inside its content, built only when somebody asks: decoders keep these on
 * their stack, innermost last. */
struct step {
	const struct step *outer; /* NULL: the content itself */
	struct bytes name;	  /* member name, or empty for an element of an array */
};

/* A leaf. `field`: its name; for an element of an array, the array's name. `value`: decoded to UTF-8
 * where it is text. `where`: the bytes as they stand in the content. Recognises it, and reads it as
 * content of its own where it looks like that (JSON in a string, base64, a URL with a query, …). */
void examination_value(struct examination *examination, const struct content *content,
		       const struct step *step, struct bytes field, struct bytes value, struct bytes where,
		       bool number);

/* Brackets the values of one record (one JSON object, one form), so that they can be judged together
 * (latitude with longitude, user name with password). Records nest. */
void examination_record_begin(struct examination *examination);
void examination_record_end(struct examination *examination, const struct content *content,
			    const struct step *step);

/* Content found inside content. `child` needs data, format, step, label, file_name, media_type,
 * encoding, incomplete; the rest is set here. `where`: the bytes of the parent it was made from. */
void examination_content(struct examination *examination, const struct content *parent, struct content *child,
			 struct bytes where);

/* Text without structure. */
void examination_text(struct examination *examination, const struct content *content, struct bytes text);

/* An image, voice or video was seen. Sizes 0 where unknown. */
struct media {
	const char *medium; /* "image", "voice", "video" */
	const char *format; /* "jpeg", … */
	uint32_t width, height;
	bool positioned; /* has a position in its metadata */
};
void examination_media(struct examination *examination, const struct content *content,
		       const struct media *media);

/* A secret that a format defines as one. `data`: id of its data type; `why`: what tells it, in words of ours.
 */
void examination_secret(struct examination *examination, const struct content *content, const char *data,
			struct bytes secret, const char *why);

/* Observes the certificate that the content is. False: it is none. */
bool examination_certificate(struct examination *examination, const struct content *content);

/* A part that could not be read; see observer_undecoded(). */
void examination_undecoded(struct examination *examination, const struct content *content,
			   const char *decoder, const char *reason, struct bytes where);

/* Says that a limit was met; see observer_limit(). */
void examination_limit(struct examination *examination, const char *name, uint64_t most);

/* A buffer for decoded bytes whose maximum is what this message may still expand to (see
 * LIMIT_EXPANDED_SIZE); give back what was used with examination_buffer_end(), which frees it. */
struct buffer examination_buffer(struct examination *examination);
void examination_buffer_end(struct examination *examination, struct buffer *buffer);

/* For observations of its own (certificates, …). */
struct observer *examination_observer(struct examination *examination);

/* All content decoders, ended by NULL, in the order of content/content_decoders.h. */
extern const struct content_decoder *const content_decoders[];

#endif
