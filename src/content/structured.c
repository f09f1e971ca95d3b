/* SPDX-License-Identifier: Apache-2.0 */
#include "content/structured.h"

#include "content/content.h"

extern const struct content_decoder content_decoder_cbor, content_decoder_messagepack,
	content_decoder_protobuf, content_decoder_bson;

bool structured_plausible(struct bytes start, bool cut)
{
	static const struct content_decoder *const decoders[] = {
		&content_decoder_cbor,
		&content_decoder_messagepack,
		&content_decoder_protobuf,
		&content_decoder_bson,
	};
	const struct content content = { .data = start, .incomplete = cut };

	for (size_t i = 0; start.size && i < sizeof decoders / sizeof *decoders; i++)
		if ((!decoders[i]->first || decoders[i]->first[start.data[0]]) && decoders[i]->bid(&content))
			return true;
	return false;
}
