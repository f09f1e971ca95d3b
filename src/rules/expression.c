/* SPDX-License-Identifier: Apache-2.0 */
/* XPath 1.0 (W3C, 1999), section 3, read by recursive descent. Every part is given what is known of
 * its value: which elements of the vocabulary it can be. Left out, with a message: variables other
 * than the rule's parameters, the axes that no rule needs (following, preceding, namespace, …). */
#include "rules/checker.h"

#include <stdarg.h>
#include <stdio.h>

enum { DEEPEST_EXPRESSION = 64 };

const char *const expression_phases[] = { "before-notice", "before-consent", "consented", "refused",
					  "withdrawn",	   "deleted",	     NULL };
const char *const expression_activities[] = { "idle",		"privacy-mode", "muted",
					      "face-enrolment", "face-unlock",	NULL };

bool checker_fail(struct checker *checker, const char *format, ...)
{
	char text[700];
	va_list arguments;
	const struct expression_place *place = &checker->context->place;

	if (checker->status != STATUS_OK)
		return false;
	va_start(arguments, format);
	(void)vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	checker->status = error_set(checker->error, STATUS_FORMAT, "%s:%d: %s, %s: %s", place->file,
				    place->line, place->rule, place->part, text);
	return false;
}

static void skip_blanks(struct checker *checker)
{
	while (checker->at < checker->text.size && strchr(" \t\r\n", checker->text.data[checker->at]))
		checker->at++;
}

uint8_t checker_peek(struct checker *checker)
{
	skip_blanks(checker);
	return checker->at < checker->text.size ? checker->text.data[checker->at] : 0;
}

bool checker_accept(struct checker *checker, const char *symbol)
{
	skip_blanks(checker);
	if (!bytes_start_with(bytes_from(checker->text, checker->at), bytes_of(symbol)))
		return false;
	checker->at += strlen(symbol);
	return true;
}

bool checker_expect(struct checker *checker, const char *symbol)
{
	if (checker_accept(checker, symbol))
		return true;
	struct bytes rest = bytes_slice(checker->text, checker->at, 20);

	if (rest.size == 0)
		return checker_fail(checker, "expected \"%s\" at the end of the expression", symbol);
	return checker_fail(checker, "expected \"%s\" before \"%.*s\"", symbol, (int)rest.size, rest.data);
}

static bool is_name_start(uint8_t byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' || byte >= 0x80;
}

static bool is_name(uint8_t byte)
{
	return is_name_start(byte) || (byte >= '0' && byte <= '9') || byte == '-' || byte == '.';
}

struct bytes checker_name(struct checker *checker)
{
	if (!is_name_start(checker_peek(checker)))
		return BYTES_EMPTY;
	struct bytes rest = bytes_from(checker->text, checker->at);
	size_t size = 1;

	while (size < rest.size && is_name(rest.data[size]))
		size++;
	/* A prefix belongs to the name; the two colons of an axis do not. */
	if (size + 1 < rest.size && rest.data[size] == ':' && is_name_start(rest.data[size + 1]))
		for (size++; size < rest.size && is_name(rest.data[size]);)
			size++;
	return bytes_slice(rest, 0, size);
}

void checker_skip(struct checker *checker, struct bytes name)
{
	checker->at += name.size;
}

/* The binary operators, loosest first. */
static const char *const levels[][5] = {
	{ "or" }, { "and" }, { "!=", "=" }, { "<=", ">=", "<", ">" }, { "+", "-" }, { "*", "div", "mod" },
};
enum { LEVEL_EQUAL = 2, LEVEL_ORDER = 3, LEVEL_TOTAL = 6 };

static bool accept_operator(struct checker *checker, unsigned level)
{
	struct bytes name = checker_name(checker);

	for (size_t i = 0; i < 5 && levels[level][i]; i++) {
		const char *symbol = levels[level][i];

		if (is_name_start((uint8_t)symbol[0])) {
			if (bytes_equal(name, bytes_of(symbol))) {
				checker_skip(checker, name);
				return true;
			}
		} else if (checker_accept(checker, symbol)) {
			return true;
		}
	}
	return false;
}

static bool check_unary(struct checker *checker, const struct known *self, struct known *ret)
{
	bool negative = false;

	while (checker_accept(checker, "-"))
		negative = true;
	if (!check_path(checker, self, ret))
		return false;
	while (checker_accept(checker, "|")) {
		struct known other;

		if (!check_path(checker, self, &other))
			return false;
		if (ret->sort != KNOWN_ELEMENTS || other.sort != KNOWN_ELEMENTS)
			return checker_fail(checker,
					    "| joins elements only: not attributes, texts or numbers");
		element_set_join(&ret->elements, &other.elements);
		ret->mixed = ret->mixed || other.mixed;
	}
	if (negative)
		*ret = (struct known){ .sort = KNOWN_NUMBER };
	return true;
}

static bool check_level(struct checker *checker, unsigned level, const struct known *self, struct known *ret)
{
	if (level == LEVEL_TOTAL)
		return check_unary(checker, self, ret);
	if (!check_level(checker, level + 1, self, ret))
		return false;
	while (accept_operator(checker, level)) {
		struct known right;

		if (!check_level(checker, level + 1, self, &right))
			return false;
		if ((level == LEVEL_EQUAL || level == LEVEL_ORDER) &&
		    !check_comparison(checker, ret, &right, level == LEVEL_ORDER))
			return false;
		*ret = (struct known){ .sort = level <= LEVEL_ORDER ? KNOWN_BOOLEAN : KNOWN_NUMBER };
	}
	return true;
}

bool check_expression(struct checker *checker, const struct known *self, struct known *ret)
{
	if (checker->depth == DEEPEST_EXPRESSION)
		return checker_fail(checker, "more than %d expressions inside each other",
				    DEEPEST_EXPRESSION);
	checker->depth++;
	bool done = check_level(checker, 0, self, ret);

	checker->depth--;
	return done;
}

enum status expression_check(const struct expression_context *context, const char *text,
			     enum expression_kind kind, struct expression_uses *uses,
			     struct expression_variable *ret_set, struct error *error)
{
	struct checker checker = {
		.context = context,
		.text = bytes_of(text),
		.uses = uses,
		.status = STATUS_OK,
		.error = error,
	};
	struct known root = { .sort = KNOWN_ELEMENTS };
	struct known result;

	element_set_add(&root.elements, 0);
	if (!check_expression(&checker, &root, &result))
		return checker.status;
	if (checker_peek(&checker)) {
		struct bytes rest = bytes_slice(checker.text, checker.at, 20);

		(void)checker_fail(&checker, "did not expect \"%.*s\" here", (int)rest.size, rest.data);
	} else if (kind == EXPRESSION_ELEMENTS && result.sort != KNOWN_ELEMENTS) {
		(void)checker_fail(&checker, "must select elements: they are the evidence that is shown");
	} else if (kind == EXPRESSION_TEST && result.literal) {
		(void)checker_fail(&checker, "a quoted text is always true: compare it with something");
	} else if (ret_set) {
		ret_set->is_set = true;
		ret_set->mixed = result.mixed;
		ret_set->elements = result.elements;
	}
	return checker.status;
}
