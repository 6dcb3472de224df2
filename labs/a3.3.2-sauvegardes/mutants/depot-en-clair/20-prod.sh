rm -rf /root/.config/borg /root/.cache/borg
echo 'export BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK=yes' >> /etc/sauvegarde/depot.conf
. /etc/sauvegarde/depot.conf
borg init --encryption none
/usr/local/sbin/sauvegarder
depot=$(borg info --json | jq -r .repository.id)
sed -i "s/identifiant-du-depot: .*/identifiant-du-depot: \"$depot\"/" /root/rendu/plan-de-sauvegarde.yaml
