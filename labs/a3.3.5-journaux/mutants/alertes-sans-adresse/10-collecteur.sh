sed -i '/^alerting:/,/9093/d' /etc/prometheus/prometheus.yml
systemctl restart prometheus.service
