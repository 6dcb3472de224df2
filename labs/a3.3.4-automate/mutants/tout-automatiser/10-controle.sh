awk -F';' -v OFS=';' 'FNR > 1 { $5 = "automatiser"; $6 = "rentable" } { print }' /root/rendu/taches.csv > /tmp/taches
mv /tmp/taches /root/rendu/taches.csv
