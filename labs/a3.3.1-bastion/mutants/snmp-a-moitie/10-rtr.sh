sed -i 's/^\(rouser .*\) priv$/\1/' /etc/snmp/snmpd.conf
echo 'rocommunity public' >> /etc/snmp/snmpd.conf
systemctl restart snmpd
