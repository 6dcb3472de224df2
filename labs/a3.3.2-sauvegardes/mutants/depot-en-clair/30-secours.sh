rm -rf /root/.config/borg /root/.cache/borg
echo 'export BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK=yes' >> /etc/sauvegarde/depot.conf
