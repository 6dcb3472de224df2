sed -i '/^cd \/$/,$d' /usr/local/sbin/restaurer
cat >> /usr/local/sbin/restaurer <<'FIN'
ici=$(mktemp -d)
cd "$ici"
borg extract "::$archive" "pp:${chemin#/}"
mkdir -p "$(dirname "$chemin")"
cp -r "$ici$chemin" "$(dirname "$chemin")"
FIN
