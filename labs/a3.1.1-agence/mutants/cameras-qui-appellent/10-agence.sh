cd /root/rendu
sed -i -e 's/;serveurs;cameras;/;cameras;serveurs;/' -e "s/^\($FX_DEPOT;.*\);[0-9]*$/\1;2200/" flux.csv
