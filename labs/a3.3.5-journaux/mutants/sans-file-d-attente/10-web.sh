sed -i -e '/queue\.type/d' -e 's/action\.resumeRetryCount="-1" action\.resumeInterval="5"/action.resumeRetryCount="0"/' /etc/rsyslog.d/10-envoi.conf
systemctl restart rsyslog.service
