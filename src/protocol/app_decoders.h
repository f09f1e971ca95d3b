/* SPDX-License-Identifier: Apache-2.0 */
/* The list of application decoders. To add one: a line here. */
APP_DECODER(tls)
APP_DECODER(http)
APP_DECODER(mqtt)
APP_DECODER(dns)
APP_DECODER(mdns)
APP_DECODER(llmnr)
APP_DECODER(dhcp)
APP_DECODER(snmp)
APP_DECODER(ssdp)
