/* SPDX-License-Identifier: Apache-2.0 */
/* The list of content decoders. To add one: a line here. */
