sed -i "s/^commutateur;[^;]*/commutateur;$SW_B/" /root/rendu/materiel.csv
