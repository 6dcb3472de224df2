sed -i -e 's|x509/name|x509/certvalid|' -e '/PermittedPeer/s/^.*$/)/' /etc/rsyslog.d/10-reception.conf
systemctl restart rsyslog.service
