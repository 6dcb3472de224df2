sed -i '/^flock /d' /usr/local/sbin/automate
