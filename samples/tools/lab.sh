# SPDX-License-Identifier: Apache-2.0
# A laboratory in network namespaces, to be sourced by samples/*/make-sample. Needs root. Three hosts on one
# bridge: the terminal under test (192.168.10.20), a telephone (192.168.10.50) and the laboratory's
# access point (192.168.10.1), which is also every host of the internet: addresses of 203.0.113.0/24
# and 198.51.100.0/24, which RFC 5737 keeps for documentation. Nothing leaves the namespaces.
#
#	lab_start ADDRESS NAME [ADDRESS NAME]...   sets up, with these hosts of the internet, and captures
#	at SECONDS                                 what follows happens so long after the case's start
#	device COMMAND..., phone ..., lab ...      runs a program on a host, for 15 seconds at most
#	serve HOST PORT COMMAND...                 starts a server there, and waits until it listens
#	lab_finish FILE                            writes the capture
#
# In a make-sample script: $here is the sample's folder, $work a scratch folder, $tools this one.
set -eu
LC_ALL=C
export LC_ALL
umask 022

here=$(cd "$(dirname "$0")" && pwd)
tools=$(cd "$here/../tools" && pwd)
work=$(mktemp -d)
lab_id=$$
# 2026-03-01T08:00:00Z, the start of every case.
start=1772352000

lab_cleanup() {
	for host in lab device phone; do
		for pid in $(ip netns pids "probity-$host-$lab_id" 2> /dev/null); do
			kill "$pid" 2> /dev/null || :
		done
		ip netns del "probity-$host-$lab_id" 2> /dev/null || :
		rm -rf "/etc/netns/probity-$host-$lab_id"
	done
	rm -rf "$work"
}
trap lab_cleanup EXIT
trap 'exit 130' INT TERM

in_namespace() {
	namespace=probity-$1-$lab_id
	shift
	ip netns exec "$namespace" "$@"
}

# in_background HOST COMMAND...: its process id is in $!.
in_background() {
	in_background_host=$1
	shift
	ip netns exec "probity-$in_background_host-$lab_id" "$@" < /dev/null &
}

lab() { in_namespace lab timeout 15 "$@"; }
device() { in_namespace device timeout 15 "$@"; }
phone() { in_namespace phone timeout 15 "$@"; }

# lab_host NAME ADDRESS MAC: a host on the bridge.
lab_host() {
	mkdir -p "/etc/netns/probity-$1-$lab_id"
	echo 'nameserver 192.168.10.1' > "/etc/netns/probity-$1-$lab_id/resolv.conf"
	echo '127.0.0.1 localhost' > "/etc/netns/probity-$1-$lab_id/hosts"
	ip netns add "probity-$1-$lab_id"
	in_namespace "$1" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
	in_namespace "$1" ip link set lo up
	[ "$1" != lab ] || return 0
	in_namespace lab ip link add "to-$1" type veth peer name wlan0 address "$3" \
		netns "probity-$1-$lab_id"
	in_namespace lab ip link set "to-$1" master lan0 up
	in_namespace "$1" ip link set wlan0 up
	in_namespace "$1" ip address add "$2/24" dev wlan0
	in_namespace "$1" ip route add default via 192.168.10.1
	# Frames as on a real wire: none larger than its MTU, checksums complete.
	for offload in tso gso gro tx; do
		in_namespace "$1" ethtool -K wlan0 $offload off > /dev/null 2>&1
		in_namespace lab ethtool -K "to-$1" $offload off > /dev/null 2>&1
	done
}

lab_start() {
	lab_host lab
	in_namespace lab ip link add lan0 address 02:00:00:00:0a:01 type bridge stp_state 0 forward_delay 0
	in_namespace lab ip address add 192.168.10.1/24 dev lan0
	in_namespace lab ip link set lan0 up
	in_namespace lab ethtool -K lan0 tso off gso off gro off tx off > /dev/null 2>&1
	lab_host device 192.168.10.20 02:00:00:00:0a:14
	lab_host phone 192.168.10.50 02:00:00:00:0a:32
	: > "$work/hosts"
	while [ $# -gt 0 ]; do
		in_namespace lab ip address add "$1/32" dev lo 2> /dev/null || : # one host, several names
		echo "$1 $2" >> "$work/hosts"
		shift 2
	done
	in_background lab python3 "$tools/names.py" 192.168.10.1 "$work/hosts"
	: > "$work/tcpdump.log"
	in_background lab tcpdump -i to-device -U --immediate-mode -s 0 -w "$work/raw.pcap" -Z root \
		2> "$work/tcpdump.log"
	lab_tcpdump=$!
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		grep -q listening "$work/tcpdump.log" && break
		sleep 0.1
	done
	: > "$work/marks"
}

at() {
	sleep 0.25
	echo "$(date +%s.%N) $1" >> "$work/marks"
	sleep 0.05
}

serve() {
	serve_host=$1 serve_port=$2
	shift 2
	in_background "$serve_host" "$@" > "$work/serve-$serve_port.log" 2>&1
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		[ -z "$(in_namespace "$serve_host" ss -Hlntu "sport = :$serve_port")" ] || return 0
		sleep 0.1
	done
	echo "nothing listens on $serve_host:$serve_port: $*" >&2
	cat "$work/serve-$serve_port.log" >&2
	exit 1
}

# serve_web HOST PORT: an nginx whose `server` blocks are read from standard input.
serve_web() {
	mkdir -p "$work/nginx-$1"
	cat > "$work/nginx-$1/conf" <<-END
		daemon off;
		user root;
		worker_processes 1;
		pid $work/nginx-$1/pid;
		error_log $work/nginx-$1/error.log;
		events { worker_connections 64; }
		http {
			access_log off;
			default_type application/json;
			client_body_temp_path $work/nginx-$1/body;
			proxy_temp_path $work/nginx-$1/proxy;
			fastcgi_temp_path $work/nginx-$1/fastcgi;
			uwsgi_temp_path $work/nginx-$1/uwsgi;
			scgi_temp_path $work/nginx-$1/scgi;
			client_max_body_size 4m;
			# Answers only when a request has been read whole, unlike \`return\`.
			server {
				listen 127.0.0.1:8001;
				location / { return 200 '{"code":0,"message":"ok"}'; }
			}
			upstream done { server 127.0.0.1:8001; }
			$(cat)
		}
	END
	serve "$1" "$2" nginx -e "$work/nginx-$1/error.log" -c "$work/nginx-$1/conf"
}

# serve_mqtt PORT [LINE]...: a mosquitto in the cloud, with these lines of configuration besides.
serve_mqtt() {
	mqtt_port=$1
	shift
	{
		echo "listener $mqtt_port"
		echo 'user root'
		for line; do
			echo "$line"
		done
	} > "$work/mosquitto-$mqtt_port.conf"
	serve lab "$mqtt_port" mosquitto -c "$work/mosquitto-$mqtt_port.conf"
}

# mqtt_users NAME PASSWORD...: a password file for mosquitto.
mqtt_users() {
	: > "$work/users"
	chmod 600 "$work/users"
	while [ $# -gt 0 ]; do
		mosquitto_passwd -b "$work/users" "$1" "$2"
		shift 2
	done
}

# authority: makes a root and an intermediate authority; certificate NAME SUBJECT-ALTERNATIVE-NAME
# [FROM TO] makes $work/NAME.key and $work/NAME.pem with the intermediate's certificate behind it.
# Validity is fixed, so that it fits the capture's times.
authority() {
	mkdir -p "$work/ca/new"
	: > "$work/ca/index"
	echo 1001 > "$work/ca/serial"
	cat > "$work/ca/conf" <<-END
		[ca]
		default_ca = a
		[a]
		database = $work/ca/index
		serial = $work/ca/serial
		new_certs_dir = $work/ca/new
		default_md = sha256
		policy = p
		unique_subject = no
		copy_extensions = copy
		[p]
		organizationName = optional
		commonName = supplied
		[root]
		basicConstraints = critical, CA:true
		keyUsage = critical, keyCertSign, cRLSign
		subjectKeyIdentifier = hash
		[leaf]
		basicConstraints = critical, CA:false
		keyUsage = critical, digitalSignature
		extendedKeyUsage = serverAuth
		subjectKeyIdentifier = hash
		authorityKeyIdentifier = keyid
		[req]
		distinguished_name = d
		[d]
	END
	for each in root intermediate; do
		openssl ecparam -name prime256v1 -genkey -noout -out "$work/$each.key"
		openssl req -new -key "$work/$each.key" -config "$work/ca/conf" \
			-subj "/O=Example Trust/CN=Example Trust $each" -out "$work/$each.csr"
	done
	openssl ca -batch -notext -config "$work/ca/conf" -selfsign -keyfile "$work/root.key" -extensions root \
		-startdate 20250101000000Z -enddate 20450101000000Z -in "$work/root.csr" -out "$work/root.pem" 2> /dev/null
	openssl ca -batch -notext -config "$work/ca/conf" -keyfile "$work/root.key" -cert "$work/root.pem" -extensions root \
		-startdate 20250101000000Z -enddate 20400101000000Z -in "$work/intermediate.csr" \
		-out "$work/intermediate.pem" 2> /dev/null
}

certificate() {
	[ -f "$work/$1.key" ] || openssl ecparam -name prime256v1 -genkey -noout -out "$work/$1.key"
	openssl req -new -key "$work/$1.key" -config "$work/ca/conf" -subj "/CN=$1" \
		-addext "subjectAltName=$2" -out "$work/$1.csr"
	openssl ca -batch -notext -config "$work/ca/conf" -keyfile "$work/intermediate.key" \
		-cert "$work/intermediate.pem" -extensions leaf -startdate "${3:-20260101000000Z}" \
		-enddate "${4:-20360101000000Z}" -in "$work/$1.csr" -out "$work/$1.leaf" 2> /dev/null
	cat "$work/$1.leaf" "$work/intermediate.pem" > "$work/$1.pem"
}

# account HOST NAME PASSWORD: a user of that host, for servers that ask the system.
account() {
	account_files=/etc/netns/probity-$1-$lab_id
	cp /etc/passwd /etc/group "$account_files"
	mkdir -p "$work/home-$2"
	chmod 755 "$work" "$work/home-$2"
	echo "$2:x:1234:100::$work/home-$2:/bin/sh" >> "$account_files/passwd"
	echo "$2:$(openssl passwd -6 "$3"):20000:0:99999:7:::" > "$account_files/shadow"
	chmod 600 "$account_files/shadow"
	chown 1234:100 "$work/home-$2"
}

# serve_files HOST [LINE]...: a vsftpd on port 21, with these lines of configuration besides.
serve_files() {
	files_host=$1
	shift
	mkdir -p "$work/empty"
	{
		printf '%s\n' listen=YES background=NO seccomp_sandbox=NO xferlog_enable=NO write_enable=YES \
			"secure_chroot_dir=$work/empty" pam_service_name=vsftpd
		for line; do
			echo "$line"
		done
	} > "$work/vsftpd.conf"
	serve "$files_host" 21 vsftpd "$work/vsftpd.conf"
}

picture() {
	python3 "$tools/picture.py" "$@"
}

lab_finish() {
	sleep 0.5
	kill "$lab_tcpdump"
	wait "$lab_tcpdump" 2> /dev/null || :
	python3 "$tools/retime.py" "$work/raw.pcap" "$work/marks" $start "$here/$1"
	printf '%s: %s bytes\n' "${here##*/}/$1" "$(wc -c < "$here/$1")"
}
