/* SPDX-License-Identifier: Apache-2.0 */
#include "command/setting.h"

#include "base/memory.h"
#include "command/files.h"

#include <stdlib.h>
#include <sys/stat.h>

static bool is_folder(const char *path)
{
	struct stat what;

	return path && stat(path, &what) == 0 && S_ISDIR(what.st_mode);
}

/* Whether a path leads to one of those before it: the shipped rules named once more are no second set. */
static bool is_among(char *const *paths, size_t count, const char *path)
{
	struct stat one, other;

	if (stat(path, &one) != 0)
		return false;
	for (size_t i = 0; i < count; i++)
		if (paths[i] && stat(paths[i], &other) == 0 && one.st_dev == other.st_dev &&
		    one.st_ino == other.st_ino)
			return true;
	return false;
}

/* The shipped path, then those of --rules: the folders themselves, or the `data` below them. */
static enum status paths_make(const struct setting *setting, const struct options *options,
			      const char *shipped, bool data, char ***ret_paths, size_t *ret_count,
			      struct error *error)
{
	char **paths = memory_new_array(options->rules.count + 1, sizeof *paths);
	size_t count = 0;

	if (!paths)
		return error_no_memory(error);
	paths[count++] = path_join(setting->data_dir, shipped);
	for (size_t i = 0; i < options->rules.count; i++) {
		char *path = path_join(options->rules.items[i], data ? "data" : "");

		if (path && !data)
			path[strlen(options->rules.items[i])] = '\0'; /* a file must not end in a slash */
		if (path && ((data && !is_folder(path)) || is_among(paths, count, path)))
			free(path);
		else
			paths[count++] = path;
	}
	*ret_paths = paths;
	*ret_count = count;
	for (size_t i = 0; i < count; i++)
		if (!paths[i])
			return error_no_memory(error);
	return STATUS_OK;
}

static void paths_free(char **paths, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(paths[i]);
	free(paths);
}

static enum status load_taxonomy(struct setting *setting, const struct options *options, struct error *error)
{
	char **paths = NULL;
	size_t count = 0;
	enum status status = paths_make(setting, options, "rules/data", true, &paths, &count, error);

	if (status == STATUS_OK)
		status = taxonomy_load((const char *const *)paths, count, &setting->taxonomy, error);
	paths_free(paths, count);
	return status;
}

static enum status load_rules(struct setting *setting, const struct options *options, struct error *error)
{
	char **paths = NULL;
	size_t count = 0;
	enum status status = paths_make(setting, options, "rules", false, &paths, &count, error);

	if (status == STATUS_OK)
		status = rules_load((const char *const *)paths, count, setting->data_dir, setting->taxonomy,
				    &setting->rules, error);
	paths_free(paths, count);
	if (status == STATUS_OK)
		status = rules_select(setting->rules, options->profiles.items, options->profiles.count,
				      error);
	return status;
}

static enum status plant_canaries(struct setting *setting, struct error *error)
{
	const struct case_canary *planted = NULL;
	size_t count = case_canaries(setting->case_file, &planted);
	struct canary *canaries = count ? memory_new_array(count, sizeof *canaries) : NULL;

	if (!count)
		return STATUS_OK;
	if (!canaries)
		return error_no_memory(error);
	for (size_t i = 0; i < count; i++)
		canaries[i] = (struct canary){ planted[i].name, planted[i].data, planted[i].value };

	enum status status = taxonomy_plant(setting->taxonomy, canaries, count, error);

	free(canaries);
	return status;
}

static bool knows_type(const void *taxonomy, const char *id)
{
	return taxonomy_knows(taxonomy, id);
}

enum status setting_open(const struct options *options, unsigned needs, struct setting *setting,
			 struct error *error)
{
	enum status status = data_dir_find(&setting->data_dir, error);

	if (status == STATUS_OK)
		status = load_taxonomy(setting, options, error);
	if (status == STATUS_OK && needs & NEED_CASE && options->case_path)
		status = case_load(options->case_path, setting->data_dir, &setting->case_file, error);
	if (status == STATUS_OK && setting->case_file)
		status = case_check_types(setting->case_file, options->case_path, knows_type,
					  setting->taxonomy, error);
	if (status == STATUS_OK && setting->case_file)
		status = plant_canaries(setting, error);
	if (status == STATUS_OK && needs & NEED_RULES)
		status = load_rules(setting, options, error);
	return status;
}

void setting_close(struct setting *setting)
{
	rules_free(setting->rules);
	case_free(setting->case_file);
	taxonomy_free(setting->taxonomy);
	free(setting->data_dir);
	*setting = (struct setting){ 0 };
}
