systemctl disable --quiet --now rsyslog.service syslog.socket prometheus-node-exporter.service
