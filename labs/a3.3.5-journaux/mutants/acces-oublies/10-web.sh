sed -i '/imfile/d' /etc/rsyslog.d/10-envoi.conf
systemctl restart rsyslog.service
