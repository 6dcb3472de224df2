cd /root/documentation
sed -i 's/^adresse;.*/adresse;serveur.lan/' fiche.csv
git commit --quiet --all --message='Fiche : un nom plutôt que des chiffres'
