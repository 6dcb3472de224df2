echo 'rocommunity public' >> /etc/snmp/snmpd.conf
systemctl restart snmpd
