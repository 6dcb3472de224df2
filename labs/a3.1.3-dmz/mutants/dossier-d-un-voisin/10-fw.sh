sed -i 's/^\(B3;.*;\)[0-9]*$/\15432/' /root/rendu/regles.csv
