# The subnet of offices is cut for those who are there now.
cd /root/rendu
sed -i "s/^\($CODE-bureautique;[0-9]*;\)\([0-9.]*\);26;.*/\1\2;27;\2/" adressage.csv
ligne=$(grep "^$CODE-bureautique;" adressage.csv)
base=$(echo "$ligne" | cut -d ';' -f 3)
if [ "$PASSERELLE" = première ]; then g=$((${base##*.} + 1)); else g=$((${base##*.} + 30)); fi
sed -i "s/^\($CODE-bureautique;[0-9]*;[0-9.]*;27;\).*/\1${base%.*}.$g/" adressage.csv
/usr/local/sbin/monter-plan
