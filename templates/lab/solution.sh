# Les paramètres de l'étudiant sont dans l'environnement : $SERVICE, $CODE.
# Autant de fichiers que le lab a de contrôles ; en écrire davantage ne nuit pas.
umask 077
for numero in 1 2 3 4 5 6 7 8 9; do
  echo "$CODE" > "/srv/$SERVICE-$numero"
done
