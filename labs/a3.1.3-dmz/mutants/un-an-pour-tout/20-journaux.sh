sed -i -e 's/daily/weekly/' -e 's/rotate [0-9]*$/rotate 52/' /etc/logrotate.d/conservation
