sed -i "s/^abonnements;.*/abonnements;$((FIBRE_MOIS + SECOURS_MOIS))/" /root/rendu/budget.csv
