/* SPDX-License-Identifier: Apache-2.0 */
/* probity-protocols(7), from the lists of decoders. */
#include "command/describe.h"

#include "content/content.h"
#include "protocol/application.h"

static const char head[] =
	".\\\" SPDX-License-Identifier: Apache-2.0\n"
	".\\\" Made from the lists of decoders: run `make generated`, do not edit.\n"
	".Dd $Mdocdate$\n.Dt PROBITY-PROTOCOLS 7\n.Os\n"
	".Sh NAME\n.Nm probity-protocols\n.Nd what probity reads in captures\n"
	".Sh DESCRIPTION\n"
	"A decoder claims a conversation or a content by its bytes; a port only adds to that.\n"
	"What each leaves out stands at the top of its source file.\n"
	"What nobody claims is counted, searched for text, and guessed at by nDPI.\n";

static const char tail[] = ".Sh SEE ALSO\n.Xr probity 1 ,\n.Xr probity-evidence 5\n";

static bool item(struct buffer *to, const char *name, const char *specification)
{
	return buffer_append_format(to, ".It Li %s\n", name) &&
	       describe_text(to,
			     specification && *specification ? specification : "no public specification") &&
	       buffer_append_text(to, "\n");
}

static bool section(struct buffer *to, const char *title, const char *meaning)
{
	return buffer_append_format(to, ".Sh %s\n%s\n.Bl -tag -width Ds\n", title, meaning);
}

static bool packets(struct buffer *to, const struct packet_decoder *const *decoders)
{
	bool fine = true;

	for (; fine && *decoders; decoders++)
		fine = item(to, (*decoders)->name, (*decoders)->specification);
	return fine;
}

bool describe_protocols(struct buffer *to)
{
	bool fine =
		buffer_append_text(to, head) &&
		section(to, "APPLICATION PROTOCOLS",
			"The names are those of the attribute\n.Li protocol\nin\n.Xr probity-evidence 5 .");

	for (size_t i = 0; fine && app_decoders[i]; i++)
		fine = item(to, app_decoders[i]->name, app_decoders[i]->specification);
	fine = fine && buffer_append_text(to, ".El\n") &&
	       section(to, "LINKS, NETWORKS AND TUNNELS", "From the frame to the payload.") &&
	       packets(to, packet_decoders) && buffer_append_text(to, ".El\n") &&
	       section(to, "CONTENT", "Formats of bodies, files and values, in one another as they come.");
	for (size_t i = 0; fine && content_decoders[i]; i++)
		fine = item(to, content_decoders[i]->name, content_decoders[i]->specification);
	return fine && buffer_append_text(to, ".El\n") && buffer_append_text(to, tail);
}
