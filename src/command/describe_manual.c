/* SPDX-License-Identifier: Apache-2.0 */
/* probity-evidence(5), from the declarations. */
#include "command/describe.h"

static const char head[] =
	".\\\" SPDX-License-Identifier: Apache-2.0\n"
	".\\\" Made from src/evidence/declarations.h: run `make generated`, do not edit.\n"
	".Dd $Mdocdate$\n.Dt PROBITY-EVIDENCE 5\n.Os\n"
	".Sh NAME\n.Nm probity-evidence\n.Nd what was seen: the evidence document of probity\n"
	".Sh DESCRIPTION\n"
	"An evidence document is written by\n.Ic probity observe\nand read by\n.Ic probity judge .\n"
	"It says what captures show, and what in them could not be read; it judges nothing.\n"
	".Pp\n"
	"The root element is\n.Li evidence ,\nwith the attribute\n.Li version\n(1).\n"
	"Below it stands one element for each group, in the order below, empty or not; in a group stand\n"
	"observations of one kind, in an order that depends on their content only.\n"
	"There is no namespace.\n"
	".Pp\n"
	"An observation is an element whose properties are attributes.\n"
	"Equal observations are joined:\n.Li count\nsays how often,\n.Li first\nand\n.Li last\nwhen, and a "
	"few\n"
	".Li origin\nelements where.\n"
	"An attribute that has nothing to say is absent.\n"
	"Personal data and secrets are masked unless\n.Fl -reveal\nwas given; equal values carry equal "
	"labels.\n"
	".Pp\n"
	"As JSON lines\n.Pq Fl -format Cm jsonl ,\n"
	"an observation is an object a line: its element name is the member\n.Li kind ,\n"
	"its attributes are members of the same names, its origins are an array\n.Li origins\nof objects.\n"
	"Numbers are numbers; everything else is text.\n"
	".Pp\nThe schema is\n.Pa schemas/evidence.rng\n(RELAX NG).\n";

static const char tail[] = ".Sh SEE ALSO\n.Xr probity 1 ,\n.Xr probity-case 5 ,\n.Xr probity-rules 5\n";

bool describe_text(struct buffer *to, const char *text)
{
	bool fine = *text != '.' && *text != '\'';

	for (fine = fine || buffer_append_text(to, "\\&"); fine && *text; text++)
		fine = *text == '\\' ? buffer_append_text(to, "\\e") : buffer_append_byte(to, (uint8_t)*text);
	return fine;
}

static const char *type_name(enum attribute_type type)
{
	static const char *const names[] = {
		[TYPE_WORD] = "word",	    [TYPE_TEXT] = "text",	[TYPE_PERSONAL] = "personal value",
		[TYPE_SECRET] = "secret",   [TYPE_NUMBER] = "number",	[TYPE_YESNO] = "yes or no",
		[TYPE_TIME] = "time (UTC)", [TYPE_NUMBERS] = "numbers",
	};

	return names[type];
}

static bool item(struct buffer *to, const char *name, enum attribute_type type, const char *meaning)
{
	return buffer_append_format(to, ".It Li %s Pq %s\n", name, type_name(type)) &&
	       describe_text(to, meaning) && buffer_append_text(to, "\n");
}

static bool list_names(struct buffer *to, const enum attribute *list, size_t count)
{
	bool fine = true;

	for (size_t i = 0; fine && i < count; i++)
		fine = buffer_append_format(to, ".Li %s%s\n", attribute_declarations[list[i]].name,
					    i + 1 < count ? " ," : " .");
	return fine;
}

static bool kinds(struct buffer *to)
{
	bool fine = buffer_append_text(to, ".Sh OBSERVATIONS\n.Bl -tag -width Ds\n");

	for (enum kind kind = 0; fine && kind < KIND_TOTAL; kind++) {
		const struct kind_declaration *declared = &kind_declarations[kind];
		enum attribute list[ATTRIBUTE_TOTAL];
		size_t own = 0;

		while (declared->attributes[own].role) {
			list[own] = declared->attributes[own].attribute;
			own++;
		}
		fine = buffer_append_format(to, ".It Li %s No in Li %s\n", declared->element,
					    declared->group) &&
		       describe_text(to, declared->meaning) &&
		       buffer_append_text(to, declared->traffic ? " (in traffic)" : "") &&
		       buffer_append_text(to, ".\n.br\nIts own attributes:\n") && list_names(to, list, own);
	}
	return fine && buffer_append_text(to, ".El\n.Pp\nAn observation in traffic also carries\n") &&
	       list_names(to, context_attributes, context_attribute_count);
}

bool describe_manual(struct buffer *to)
{
	bool fine = buffer_append_text(to, head) && kinds(to) &&
		    buffer_append_text(to, ".Sh ATTRIBUTES\n.Bl -tag -width Ds\n");

	for (enum attribute at = 0; fine && at < ATTRIBUTE_TOTAL; at++)
		fine = item(to, attribute_declarations[at].name, attribute_declarations[at].type,
			    attribute_declarations[at].meaning);
	fine = fine && buffer_append_text(to, ".El\n.Sh ORIGINS\nAn\n.Li origin\nhas these attributes:\n"
					      ".Bl -tag -width Ds\n");
	for (const struct origin_attribute *at = origin_attributes; fine && at->name; at++)
		fine = item(to, at->name, at->type, at->meaning);
	return fine && buffer_append_text(to, ".El\n") && buffer_append_text(to, tail);
}
