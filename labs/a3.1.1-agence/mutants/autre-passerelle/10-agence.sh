# The file is changed after the plan was put up: the router works, the document does not.
entier() { local a b c d; IFS=. read -r a b c d <<< "$1"; echo $(((a << 24) + (b << 16) + (c << 8) + d)); }
adresse() { echo $(($1 >> 24)).$(($1 >> 16 & 255)).$(($1 >> 8 & 255)).$(($1 & 255)); }
cd /root/rendu
while IFS=';' read -r nom vlan base p g; do
  if [ "$nom" != nom ]; then
    n=$(entier "$base"); taille=$((1 << (32 - p)))
    if [ "$PASSERELLE" = première ]; then g=$(adresse $((n + taille - 2))); else g=$(adresse $((n + 1))); fi
  fi
  echo "$nom;$vlan;$base;$p;$g"
done < adressage.csv > adressage.autre
mv adressage.autre adressage.csv
