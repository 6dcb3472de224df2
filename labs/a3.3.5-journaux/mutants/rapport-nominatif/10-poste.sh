journal=/srv/historique/acces-2026-10.log
chmod 644 $journal
{
  echo 'pseudonyme;requetes;octets'
  awk '{ n[$1]++; o[$1] += $10 } END { for (p in n) printf "%s;%d;%d\n", p, n[p], o[p] }' $journal
} > /srv/rapports/visites-2026-10.csv
