sed -i '/basic_auth_users/,$d' /etc/prometheus/web.yml
systemctl restart prometheus.service
