awk -F';' -v OFS=';' 'FNR == NR { cout[$1] = $2; next } FNR > 1 { $4 = $3 - cout[$1] } { print }' /srv/parc/couts.csv /root/rendu/taches.csv > /tmp/taches
mv /tmp/taches /root/rendu/taches.csv
