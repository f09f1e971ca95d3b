/* SPDX-License-Identifier: Apache-2.0 */
/* Who we become: a set-user-ID program its caller; under sudo the user who called (SUDO_UID is
 * believed only when the real user is root, who could set it to anything anyway); root stays owner
 * of its files, so that the report can be written where it was asked for. In each case no capability
 * is left and none can be had again, not by executing another program either. */
#define _GNU_SOURCE /* setresuid() */
#include "input/privilege.h"

#include "base/bytes.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static enum status failed(const char *step, struct error *error)
{
	return error_set(error, STATUS_UNABLE, "privileges cannot be given up (%s): %s; stopped for safety",
			 step, strerror(errno));
}

/* A user or group number of the environment; false where there is none, or it is root's. */
static bool number_of(const char *variable, uint32_t *ret_number)
{
	uint64_t number;

	if (!bytes_to_number(bytes_of(getenv(variable)), &number) || number == 0 || number >= UINT32_MAX)
		return false;
	*ret_number = (uint32_t)number;
	return true;
}

static bool clear_capabilities(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = { 0 };

	return syscall(SYS_capset, &header, none) == 0;
}

enum status privilege_drop(struct error *error)
{
	uid_t user = getuid();
	gid_t group = getgid();
	uint32_t sudo_user, sudo_group;

	if (user == 0 && number_of("SUDO_UID", &sudo_user) && number_of("SUDO_GID", &sudo_group)) {
		user = sudo_user;
		group = sudo_group;
	}
	/* The supplementary groups of root, or of who owns the set-user-ID file, are not the caller's. */
	if (geteuid() == 0 && user != 0 && setgroups(1, &group) != 0)
		return failed("setgroups", error);
	if (setresgid(group, group, group) != 0)
		return failed("setgid", error);
	if (setresuid(user, user, user) != 0)
		return failed("setuid", error);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return failed("no_new_privs", error);
	if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0 && errno != EINVAL)
		return failed("ambient capabilities", error);
	if (!clear_capabilities())
		return failed("capabilities", error);
	if (user != 0 && (setuid(0) == 0 || seteuid(0) == 0))
		return error_set(error, STATUS_UNABLE,
				 "privileges came back after they were given up; stopped for "
				 "safety");
	return STATUS_OK;
}
