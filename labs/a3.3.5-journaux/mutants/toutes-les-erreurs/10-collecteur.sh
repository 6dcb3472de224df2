sed -i 's/classe="5xx"/classe=~"4xx|5xx"/' /etc/prometheus/regles/site.yml
systemctl restart prometheus.service
