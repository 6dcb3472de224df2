sed -i -e 's/StreamDriver\.Mode="1" StreamDriver\.AuthMode="x509\/name"/StreamDriver.Mode="0"/' -e '/PermittedPeer/s/^.*$/)/' /etc/rsyslog.d/10-reception.conf
systemctl restart rsyslog.service
