sed -i 's/%hostname%/%fromhost-ip%/' /etc/rsyslog.d/10-reception.conf
systemctl restart rsyslog.service
