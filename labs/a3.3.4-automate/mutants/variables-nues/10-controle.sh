cat >> /usr/local/sbin/automate <<'FIN'
cd $travail
ls $csv > /dev/null
FIN
