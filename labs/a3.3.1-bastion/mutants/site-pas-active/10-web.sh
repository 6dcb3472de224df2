systemctl disable --quiet nginx
