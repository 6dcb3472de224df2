systemctl disable --quiet --now ulogd2.service
