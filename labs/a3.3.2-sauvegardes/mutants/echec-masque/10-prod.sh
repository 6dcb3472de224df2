sed -i -e 's/^set -euo pipefail/set -u/' -e '$s/$/ 2>\&1 | tee -a \/var\/log\/sauvegarde.log/' /usr/local/sbin/sauvegarder
