# The line of the operator is ordered once the boxes are there.
cd /root/rendu
fin=$(grep '^livraison;' planning.csv | cut -d ';' -f 3)
sed -i "s/^fibre;.*/fibre;$fin;$(date -d "$fin + 30 days" +%F);operateur/" planning.csv
