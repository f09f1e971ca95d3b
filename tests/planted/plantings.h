/* SPDX-License-Identifier: Apache-2.0 */
/* The list of plantings. To add a family: a file that defines `void plant_NAME(struct garden *)`, and a
 * line here. */
PLANTING(encodings)
PLANTING(nested)
PLANTING(formats)
PLANTING(keys)
PLANTING(binary)
PLANTING(carriers)
PLANTING(links)
PLANTING(services)
PLANTING(logins)
PLANTING(web)
PLANTING(terminals)
PLANTING(kinds)
PLANTING(signalling)
PLANTING(look_alikes)
PLANTING(no_logins)
