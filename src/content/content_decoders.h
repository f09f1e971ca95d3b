/* SPDX-License-Identifier: Apache-2.0 */
/* The list of content decoders. To add one: a line here. Of equal bids the first wins. */
CONTENT_DECODER(json)
CONTENT_DECODER(form)
CONTENT_DECODER(gzip)
CONTENT_DECODER(zlib)
CONTENT_DECODER(url)
