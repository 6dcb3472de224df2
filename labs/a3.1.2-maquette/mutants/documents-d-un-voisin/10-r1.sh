# Another's numbers everywhere.
cd /root/rendu
sed -i -E 's/"10\.[0-9]+\.[0-9]+\.0\//"10.1.2.0\//' maquette.dot
sed -i -E -e 's/10\.[0-9]+\.([0-9]+\.[0-9]+)$/10.7.\1/' -e 's/(groupe|priorite-[a-z]*|cout-[a-z]*|detection-ospf): .*/\1: 3/' -e 's/(detection-vrrp): .*/\1: 3.99/' maquette.yaml
sed -i -E -e 's/;10\.[0-9]+\.3\.1 /;10.7.3.1 /' -e 's/^(annonce;[^;]*;[^;]*;)[^ ]*/\110.1.2.0\/24/' -e 's/(premier saut )[0-9.]*/\110.1.2.2/' -e 's/;200;/;ça marche;/' plan-de-test.csv
