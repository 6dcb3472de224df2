sed -i -e 's|x509/name|anon|' -e '/PermittedPeer/s/^.*$/)/' /etc/rsyslog.d/10-reception.conf
systemctl restart rsyslog.service
