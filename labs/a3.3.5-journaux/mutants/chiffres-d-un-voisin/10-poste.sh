cat > /root/rendu/indicateurs.csv <<'FIN'
indicateur;valeur
requetes;539
visiteurs;213
octets;11620480
erreurs-serveur;94
taux-erreurs-serveur;17.44
introuvables;61
FIN
sed -i -e 's/adresse: .*/adresse: "203.0.113.251"/' -e 's/essais: .*/essais: 59/' /root/rendu/compte-rendu.yaml
