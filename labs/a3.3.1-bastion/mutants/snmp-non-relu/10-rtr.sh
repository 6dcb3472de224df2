cp /etc/snmp/snmpd.conf /tmp/voulue
printf 'agentaddress udp:161\nrocommunity public\n' > /etc/snmp/snmpd.conf
systemctl stop snmpd
rm -f /var/lib/snmp/snmpd.conf
systemctl start snmpd
cp /tmp/voulue /etc/snmp/snmpd.conf
