sed -i 's|x509/name|x509/certvalid|' /etc/rsyslog.d/10-reception.conf
systemctl restart rsyslog.service
