sed -i 's/StreamDriverMode="1" StreamDriverAuthMode="x509\/name" StreamDriverPermittedPeers="collecteur"/StreamDriverMode="0"/' /etc/rsyslog.d/10-envoi.conf
systemctl restart rsyslog.service
