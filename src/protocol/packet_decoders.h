/* SPDX-License-Identifier: Apache-2.0 */
/* The list of link, network and transport decoders. To add one: a line here. */
PACKET_DECODER(ethernet)
