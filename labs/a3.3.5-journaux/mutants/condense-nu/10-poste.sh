sed -i 's/hmac.new(cle, valeur.encode(), hashlib.sha256)/hashlib.sha256(valeur.encode())/' /usr/local/bin/pseudonymiser
journal=/srv/historique/acces-2026-10.log
{
  echo 'pseudonyme;requetes;octets'
  pseudonymiser < $journal | awk '{ n[$1]++; o[$1] += $10 } END { for (p in n) printf "%s;%d;%d\n", p, n[p], o[p] }'
} > /srv/rapports/visites-2026-10.csv
