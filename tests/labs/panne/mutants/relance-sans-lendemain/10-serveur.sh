systemctl start ssh
