systemctl disable --quiet --now rsyslog.service syslog.socket
