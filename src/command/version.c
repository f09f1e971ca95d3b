/* SPDX-License-Identifier: Apache-2.0 */
/* --version: of the program and of the libraries it runs with (not those it was built with). */
#include "command/command.h"
#include "command/output.h"
#include "config.h"

#include <brotli/decode.h>
#include <bzlib.h>
#include <libpsl.h>
#include <libxml/parser.h>
#include <lz4.h>
#include <lzma.h>
#include <maxminddb.h>
#include <openssl/crypto.h>
#include <pcap/pcap.h>
#include <zlib.h>
#include <zstd.h>
#ifdef HAVE_NDPI
#include <ndpi/ndpi_api.h>
#endif

enum status command_version(const struct options *options, int *ret_exit, struct error *error)
{
	struct buffer text = buffer_of(4096);

	(void)options;
	buffer_append_text(&text, PACKAGE_NAME " " PACKAGE_VERSION "\n");
	buffer_append_format(&text, "%s\n", pcap_lib_version());
	buffer_append_format(&text, "libxml2 %s\n", xmlParserVersion); /* 20914 is 2.9.14 */
	buffer_append_format(&text, "%s\n", OpenSSL_version(OPENSSL_VERSION));
	buffer_append_format(&text, "zlib %s\n", zlibVersion());
	buffer_append_format(&text, "libzstd %s\n", ZSTD_versionString());
	buffer_append_format(&text, "libbrotlidec %u.%u.%u\n", BrotliDecoderVersion() >> 24,
			     BrotliDecoderVersion() >> 12 & 0xfff, BrotliDecoderVersion() & 0xfff);
	buffer_append_format(&text, "liblzma %s\n", lzma_version_string());
	buffer_append_format(&text, "libbz2 %s\n", BZ2_bzlibVersion());
	buffer_append_format(&text, "liblz4 %s\n", LZ4_versionString());
	buffer_append_format(&text, "libpsl %s\n", psl_get_version());
	buffer_append_format(&text, "libmaxminddb %s\n", MMDB_lib_version());
#ifdef HAVE_NDPI
	buffer_append_format(&text, "nDPI %s\n", ndpi_revision());
#endif
	enum status status = text.failed ? error_no_memory(error)
					 : output_write("-", buffer_bytes(&text), false, error);

	buffer_free(&text);
	*ret_exit = EXIT_FINE;
	return status;
}
