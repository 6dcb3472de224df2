systemctl enable --now ssh
chgrp equipe /srv/equipe
chmod 0750 /srv/equipe
