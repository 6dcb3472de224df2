sed -i 's/ --storage.tsdb.retention.time=[0-9]*d//' /etc/default/prometheus
echo 'ARGS=""' > /etc/default/prometheus-alertmanager
systemctl restart prometheus.service prometheus-alertmanager.service
