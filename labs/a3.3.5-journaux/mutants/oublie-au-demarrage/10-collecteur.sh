systemctl disable --quiet prometheus.service
