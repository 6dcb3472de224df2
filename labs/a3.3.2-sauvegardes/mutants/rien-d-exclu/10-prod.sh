sed -i '/--exclude/d' /usr/local/sbin/sauvegarder
/usr/local/sbin/sauvegarder
