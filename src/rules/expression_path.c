/* SPDX-License-Identifier: Apache-2.0 */
/* XPath 1.0, section 2: location paths, followed through the vocabulary. */
#include "rules/checker.h"

/* A set's elements for a message: the first one, and whether there are more. */
static const char *first_name(const struct checker *checker, const struct element_set *set)
{
	const struct vocabulary *vocabulary = checker->context->vocabulary;

	for (size_t i = 0; i < vocabulary->count; i++)
		if (element_set_has(set, i))
			return i ? vocabulary->elements[i].name : "the document";
	return "this";
}

static bool fail_unknown(struct checker *checker, const struct element_set *among, bool attribute,
			 const char *where, struct bytes name)
{
	const struct vocabulary *vocabulary = checker->context->vocabulary;
	struct element_set all = { { 0 } };
	const char *sign = attribute ? "@" : "";
	const char *what = attribute ? "attribute" : "element";
	const char *like = vocabulary_like(vocabulary, among, attribute, name);

	if (like)
		return checker_fail(checker, "%s has no %s %s%.*s: did you mean %s%s?", where, what, sign,
				    (int)name.size, name.data, sign, like);
	for (size_t i = 0; i < vocabulary->count; i++)
		element_set_add(&all, i);
	struct element_set named = vocabulary_named(vocabulary, &all, name);

	if (!attribute && !element_set_empty(&named)) {
		struct element_set parents = vocabulary_parents(vocabulary, &named);

		return checker_fail(checker, "%s has no element %.*s in it: it stands in %s", where,
				    (int)name.size, name.data, first_name(checker, &parents));
	}
	return checker_fail(checker, "%s has no %s %s%.*s; see probity-evidence(5) and probity-case(5)",
			    where, what, sign, (int)name.size, name.data);
}

static bool step_attribute(struct checker *checker, const struct known *from, struct known *ret)
{
	const struct vocabulary *vocabulary = checker->context->vocabulary;
	struct bytes name = checker_name(checker);

	if (name.size == 0)
		return checker_fail(checker, "expected the name of an attribute after @ (and no @*)");
	checker_skip(checker, name);
	*ret = (struct known){ .sort = KNOWN_ATTRIBUTE, .attribute = name, .mixed = from->mixed };
	for (size_t i = 0; i < vocabulary->count; i++) {
		struct element_set one = { { 0 } };

		if (!element_set_has(&from->elements, i))
			continue;
		if (vocabulary_attribute(vocabulary, i, name)) {
			element_set_add(&ret->elements, i);
			continue;
		}
		element_set_add(&one, i);
		if (!from->mixed)
			return fail_unknown(checker, &one, true, vocabulary->elements[i].name, name);
	}
	if (element_set_empty(&ret->elements))
		return fail_unknown(checker, &from->elements, true, first_name(checker, &from->elements),
				    name);
	return true;
}

/* All elements below any of the set's; with `up`, above. */
static struct element_set reach(const struct checker *checker, const struct element_set *from, bool up)
{
	struct element_set all = { { 0 } };
	struct element_set next = *from;

	for (int i = 0; i < 32 && !element_set_empty(&next); i++) {
		next = up ? vocabulary_parents(checker->context->vocabulary, &next)
			  : vocabulary_children(checker->context->vocabulary, &next);
		element_set_join(&all, &next);
	}
	return all;
}

static const struct {
	const char *name;
	bool self, children, below, parents, above;
} axes[] = {
	{ "self", true, false, false, false, false },
	{ "child", false, true, false, false, false },
	{ "descendant", false, false, true, false, false },
	{ "descendant-or-self", true, false, true, false, false },
	{ "parent", false, false, false, true, false },
	{ "ancestor", false, false, false, false, true },
	{ "ancestor-or-self", true, false, false, false, true },
};

/* The elements that an axis leads to. */
static bool follow_axis(struct checker *checker, struct bytes name, const struct element_set *from,
			struct element_set *ret)
{
	for (size_t i = 0; i < sizeof axes / sizeof *axes; i++) {
		if (!bytes_equal(bytes_of(axes[i].name), name))
			continue;
		*ret = (struct element_set){ { 0 } };
		if (axes[i].self)
			*ret = *from;
		if (axes[i].children)
			*ret = vocabulary_children(checker->context->vocabulary, from);
		if (axes[i].parents)
			*ret = vocabulary_parents(checker->context->vocabulary, from);
		if (axes[i].below || axes[i].above) {
			struct element_set far = reach(checker, from, axes[i].above);

			element_set_join(ret, &far);
		}
		return true;
	}
	return checker_fail(checker, "the axis %.*s is not one that rules may use", (int)name.size,
			    name.data);
}

/* A node test after an axis has led to `candidates`. */
static bool step_test(struct checker *checker, const struct known *from, const struct element_set *candidates,
		      bool far, struct known *ret)
{
	*ret = (struct known){ .sort = KNOWN_ELEMENTS, .mixed = far };
	if (checker_accept(checker, "*")) {
		ret->elements = *candidates;
		ret->mixed = true;
	} else {
		struct bytes name = checker_name(checker);

		checker_skip(checker, name);
		if (name.size == 0)
			return checker_fail(checker, "expected a step of a path before \"%.*s\"",
					    (int)bytes_slice(checker->text, checker->at, 20).size,
					    bytes_slice(checker->text, checker->at, 20).data);
		if (checker_peek(checker) == '(') {
			bool text = bytes_equal(name, BYTES("text"));

			if (!checker_expect(checker, "(") || !checker_expect(checker, ")"))
				return false;
			if (!text && !bytes_equal(name, BYTES("node")))
				return checker_fail(checker, "%.*s() is not a step that rules may use",
						    (int)name.size, name.data);
			ret->sort = text ? KNOWN_TEXT : KNOWN_ELEMENTS;
			ret->elements = text ? from->elements : *candidates;
			ret->mixed = true;
			return true;
		}
		ret->elements = vocabulary_named(checker->context->vocabulary, candidates, name);
		if (element_set_empty(&ret->elements))
			return fail_unknown(checker, candidates, false, first_name(checker, &from->elements),
					    name);
	}
	return check_predicates(checker, ret);
}

static bool check_step(struct checker *checker, const struct known *from, struct known *ret)
{
	const struct vocabulary *vocabulary = checker->context->vocabulary;
	struct element_set candidates = vocabulary_children(vocabulary, &from->elements);
	bool far = from->mixed;

	if (checker_accept(checker, "..")) {
		*ret = (struct known){ .sort = KNOWN_ELEMENTS,
				       .elements = vocabulary_parents(vocabulary, &from->elements),
				       .mixed = true };
		return true;
	}
	if (checker_peek(checker) == '.') {
		checker->at++;
		*ret = *from;
		return true;
	}
	if (checker_accept(checker, "@"))
		return step_attribute(checker, from, ret);
	struct bytes name = checker_name(checker);
	struct bytes behind = bytes_trim(bytes_from(checker->text, checker->at + name.size));

	if (name.size && bytes_start_with(behind, BYTES("::"))) {
		checker_skip(checker, name);
		if (!checker_expect(checker, "::"))
			return false;
		if (bytes_equal(name, BYTES("attribute")))
			return step_attribute(checker, from, ret);
		if (!follow_axis(checker, name, &from->elements, &candidates))
			return false;
		far = far || !bytes_equal(name, BYTES("child"));
	}
	return step_test(checker, from, &candidates, far, ret);
}

static bool check_steps(struct checker *checker, struct known from, struct known *ret)
{
	for (;;) {
		if (from.sort != KNOWN_ELEMENTS)
			return checker_fail(checker, "only elements can be followed by / or [");
		if (!check_step(checker, &from, ret))
			return false;
		if (checker_accept(checker, "//")) {
			struct element_set below = reach(checker, &ret->elements, false);

			element_set_join(&ret->elements, &below);
			ret->mixed = true;
		} else if (!checker_accept(checker, "/")) {
			if (checker_peek(checker) == '[')
				return checker_fail(checker, "[ may only follow elements");
			return true;
		}
		from = *ret;
	}
}

bool check_predicates(struct checker *checker, struct known *elements)
{
	while (checker_accept(checker, "[")) {
		struct known condition;

		if (elements->sort != KNOWN_ELEMENTS)
			return checker_fail(checker, "[ may only follow elements");
		if (!check_expression(checker, elements, &condition) || !checker_expect(checker, "]"))
			return false;
		if (condition.literal)
			return checker_fail(checker, "a quoted text as a condition is always true");
	}
	return true;
}

static bool check_literal(struct checker *checker, uint8_t quote, struct known *ret)
{
	struct bytes rest = bytes_from(checker->text, checker->at + 1);
	size_t size = bytes_find_byte(rest, quote);

	if (size == SIZE_MAX)
		return checker_fail(checker, "a quoted text does not end");
	checker->at += size + 2;
	*ret = (struct known){ .sort = KNOWN_STRING, .literal = true, .text = bytes_slice(rest, 0, size) };
	return true;
}

static bool check_variable(struct checker *checker, struct known *ret)
{
	struct bytes name = checker_name(checker);

	checker_skip(checker, name);
	for (size_t i = 0; i < checker->context->variable_count; i++) {
		const struct expression_variable *variable = &checker->context->variables[i];

		if (!bytes_equal(bytes_of(variable->name), name))
			continue;
		*ret = (struct known){ .sort = variable->is_set ? KNOWN_ELEMENTS : KNOWN_NUMBER,
				       .elements = variable->elements,
				       .mixed = variable->mixed };
		return true;
	}
	return checker_fail(checker, "there is no parameter of the rule and no set $%.*s", (int)name.size,
			    name.data);
}

static void skip_number(struct checker *checker)
{
	while (checker->at < checker->text.size && strchr("0123456789.", checker->text.data[checker->at]))
		checker->at++;
}

/* A primary expression (section 3.1), if there is one at the front. */
static bool check_primary(struct checker *checker, const struct known *self, bool *ret_primary,
			  struct known *ret)
{
	uint8_t next = checker_peek(checker);
	struct bytes name = checker_name(checker);
	struct bytes behind = bytes_trim(bytes_from(checker->text, checker->at + name.size));

	*ret_primary = true;
	if (next == '\'' || next == '"')
		return check_literal(checker, next, ret);
	if ((next >= '0' && next <= '9') ||
	    (next == '.' && checker->at + 1 < checker->text.size &&
	     checker->text.data[checker->at + 1] >= '0' && checker->text.data[checker->at + 1] <= '9')) {
		skip_number(checker);
		*ret = (struct known){ .sort = KNOWN_NUMBER };
		return true;
	}
	if (checker_accept(checker, "$"))
		return check_variable(checker, ret);
	if (checker_accept(checker, "("))
		return check_expression(checker, self, ret) && checker_expect(checker, ")");
	if (name.size && bytes_start_with(behind, BYTES("(")) && !bytes_equal(name, BYTES("text")) &&
	    !bytes_equal(name, BYTES("node")) && !bytes_equal(name, BYTES("comment")) &&
	    !bytes_equal(name, BYTES("processing-instruction"))) {
		checker_skip(checker, name);
		return check_call(checker, name, self, ret);
	}
	*ret_primary = false;
	return true;
}

bool check_path(struct checker *checker, const struct known *self, struct known *ret)
{
	bool primary = false;
	struct known root = { .sort = KNOWN_ELEMENTS };

	element_set_add(&root.elements, 0);
	if (checker_accept(checker, "//")) {
		struct element_set below = reach(checker, &root.elements, false);

		element_set_join(&root.elements, &below);
		root.mixed = true;
		return check_steps(checker, root, ret);
	}
	if (checker_accept(checker, "/"))
		return check_steps(checker, root, ret);
	if (!check_primary(checker, self, &primary, ret))
		return false;
	if (!primary)
		return check_steps(checker, *self, ret);
	if (!check_predicates(checker, ret))
		return false;
	if (checker_accept(checker, "//"))
		return checker_fail(checker, "// may only follow a step of a path");
	return !checker_accept(checker, "/") || check_steps(checker, *ret, ret);
}
