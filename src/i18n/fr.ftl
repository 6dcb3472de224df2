# Messages de paillasse, en français. Chaque identifiant existe aussi dans en.ftl.

verbatim = { $words }

## Noms
name-node = « { $given } » n'est pas un nom de nœud : minuscules, chiffres et tirets, une lettre pour commencer, 20 caractères au plus
name-network = « { $given } » n'est pas un nom de réseau : minuscules, chiffres et tirets, une lettre pour commencer, 20 caractères au plus
name-check = « { $given } » n'est pas un nom de contrôle : minuscules, chiffres et tirets, 40 caractères au plus
name-parameter = « { $given } » n'est pas un nom de paramètre : minuscules, chiffres et soulignés, 30 caractères au plus
name-activity = « { $given } » n'est pas le code d'une activité : écrivez par exemple A3.3.2
name-competence = « { $given } » n'est pas le code d'une compétence : écrivez par exemple C3.3.2.1
name-image = « { $given } » n'est pas un nom d'image : minuscules, chiffres et tirets, 20 caractères au plus

## Ce qui est observé, ce qui est attendu
shown-empty = (vide)
shown-nothing = (rien)
shown-present = présent
shown-absent = absent
expect-and = { $first } et { $second }
expect-or = { $first } ou { $second }
expect-not = pas { $inner }
expect-anything = (n'importe quoi)
expect-contains = contient { $items }
expect-lacks = ne contient pas { $items }
expect-exactly = exactement { $items }
expect-in-order = { $items }, dans cet ordre
expect-one-of = l'un de { $items }
expect-at-least = au moins { $bound }
expect-at-most = au plus { $bound }
expect-more-than = plus de { $bound }
expect-less-than = moins de { $bound }
expect-between = entre { $low } et { $high }
expect-matches = correspond à /{ $pattern }/
expect-starts-with = commence par « { $start } »
expect-ends-with = finit par « { $end } »
expect-length = une longueur de { $inner }
expect-mode-at-most = au plus { $mode }

## Non évalué
error-timeout = « { $command } » n'a pas fini à temps
error-flood = « { $command } » a trop écrit
error-no-tool = « { $tool } » n'est pas installé sur la machine
error-cannot-run = « { $tool } » ne peut pas être exécuté sur la machine
error-tool-failed = « { $tool } » a fini avec le code { $status } : { $said }
error-unreadable = la sortie de « { $tool } » n'a pas été comprise : { $said }
error-no-output = le banc n'a rien répondu
error-expected-number = le lab compare un nombre avec « { $given } »

## Faits
fact-status = code de retour de « { $command } » ({ $said })
fact-stdout = sortie de « { $command } »
fact-stderr = sortie d'erreur de « { $command } »
fact-path = { $path }
fact-type = type de { $path }
fact-owner = propriétaire de { $path }
fact-group = groupe de { $path }
fact-mode = droits de { $path }
fact-size = taille de { $path }
fact-target = cible du lien { $path }
fact-digest = SHA-256 de { $path }
fact-acl = liste de contrôle d'accès de { $path }
fact-contents = contenu de { $path }

## Étudiants et paramètres
student-empty = il faut donner un nom d'étudiant
student-control = un nom ne contient ni fin de ligne ni caractère de contrôle
parameter-pick-empty = « pick » ne propose aucun choix
parameter-integer-empty = aucun entier entre { $min } et { $max }, ou « step » inférieur à 1
parameter-subnet = pas de sous-réseau utilisable de préfixe /{ $prefix } dans { $within } : il doit être au moins aussi long que celui du réseau, et 30 au plus
parameter-password = un mot de passe a de 8 à 64 caractères, pas { $length }
parameter-pattern = « { $token } » ne se tire pas : écrivez {"{"}hex:4{"}"}, {"{"}digits:3{"}"} ou {"{"}letters:2{"}"}
parameter-dataset-tree = une arborescence a de 1 à 500 fichiers et au moins un dossier
parameter-dataset-table = une table a de 1 à 5000 lignes et au moins une colonne

## Joindre les machines
transport-connect = { $machine } n'est pas joignable : { $reason }
transport-broken = { $machine } a cessé de répondre
transport-upload = impossible de déposer des fichiers sur { $machine } : { $reason }

## Lecture des labs
did-you-mean = vouliez-vous dire « { $known } » ?
found-list = une liste
found-map = un tableau associatif
found-nothing = rien
found-text = le texte « { $given } »
load-invalid = { $count ->
    [one] { $origin } contient une erreur
   *[other] { $origin } contient { $count } erreurs
  }
load-read = lecture de { $path } impossible : { $source }
problem-cycle = ces contrôles s'attendent l'un l'autre : { $path }
problem-difficulty = « difficulty » vaut 1, 2 ou 3
problem-duplicate-check = le contrôle « { $id } » existe déjà, ligne { $line }
problem-file-contents = un fichier a soit une « source », soit un « content »
problem-host = le numéro d'hôte { $host } ne peut pas servir sur ce réseau : de 2 à { $last }
problem-host-taken = le numéro d'hôte { $host } est déjà celui du nœud « { $node } »
problem-idle-mutant = cette variante n'a pas de script : ce serait la solution elle-même
problem-kind = { $count ->
    [0] le contrôle « { $id } » n'a pas de type : dites ce qu'il regarde, par exemple « file: » ou « command: »
   *[other] le contrôle « { $id } » a plusieurs types ({ $names }) : gardez-en un
  }
problem-level = le contrôle « { $id } » détruit ou redémarre quelque chose : son niveau est « full »
problem-missing-key = il manque la clé « { $key } »
problem-mode = « { $given } » n'est pas un mode : écrivez-le en octal et entre guillemets, par exemple "0640"
problem-fault-interface = « { $given } » n'est pas une interface de nœud : écrivez son nom (« eth0 ») ou son adresse
problem-fault-port = le port 0 n'existe pas : écrivez-en un de 1 à 65535
problem-fault-change = une configuration est altérée d'une façon et une seule : « replace », « append » ou « truncate »
problem-fault-replace = « find » doit contenir un texte, et « with » un autre
problem-no-competence = le contrôle « { $id } » ne montre aucune compétence
problem-no-definition = pas de lab.yaml, ou bien il n'est pas en UTF-8
problem-no-mutant = pas de mutant.yaml à côté de ces scripts
problem-no-node = un lab a au moins un nœud
problem-no-place = le contrôle « { $id } » ne dit pas sur quel nœud il regarde (« on »)
problem-no-statement = pas de enonce.md, ou bien il n'est pas en UTF-8
problem-not-dataset = « { $name } » n'est pas un paramètre de type « dataset »
problem-not-one-of = « { $given } » n'est pas dans la liste : { $known }
problem-keep-clones = contrôle « { $id } » : « keep-clones » est pour les épreuves ; écrivez « level: full », ou retirez-le
problem-points = les points sont un entier de 1 à 1000, pas { $given }
problem-prefix = le préfixe du réseau « { $network } » est entre 16 et 29
problem-script-name = un script se nomme NN-<nœud>.sh, avec l'un des nœuds : { $known }
problem-step-kind = une étape fait exactement une chose (« file », « group », « user », « dataset » ou « command »), celle-ci { $count }
problem-template = modèle : { $said }
problem-type = attendu : { $expected } ; trouvé : { $found }
problem-uncovered = aucun contrôle ne montre la compétence { $code } de l'activité ({ $label })
problem-unknown-activity = l'activité { $code } n'est pas dans le référentiel
problem-unknown-check = il n'y a pas de contrôle « { $id } »
problem-unknown-competence = { $code } n'est pas une compétence de { $activity }
problem-unknown-image = il n'y a pas d'image « { $image } »
problem-unknown-key = clé « { $key } » inconnue ; connues ici : { $known }
problem-unknown-network = il n'y a pas de réseau « { $network } »
problem-unknown-node = il n'y a pas de nœud « { $node } »
problem-unknown-source = il n'y a pas de fichier fichiers/{ $source }
problem-version = la version { $version } du format n'est pas connue : ce programme lit la version 1
problem-yaml = { $said }

## Moteurs
docker-unreachable = aucun moteur de conteneurs ne répond à { $address } : { $reason }
docker-unreachable-hint = installez Docker (« sudo apt install docker.io ») et démarrez-le, ou réglez DOCKER_HOST ; « paillasse doctor » en dit plus
docker-permission-hint = ajoutez-vous au groupe « docker » (« sudo usermod -aG docker $USER ») et reconnectez-vous
docker-context = le contexte Docker « { $name } » est inutilisable : { $reason }
docker-too-old = ce moteur parle l'API { $api } ; il faut au moins 1.41 (Docker Engine 20.10)
docker-call = le moteur a refusé ({ $what }) : { $reason }
docker-disk-hint = le disque du moteur est plein : « paillasse images prune » et « docker system df » montrent ce qui peut partir
docker-no-subnet = plus aucun sous-réseau libre dans { $range }
docker-no-subnet-hint = supprimez les bancs devenus inutiles (« paillasse status »), ou donnez une autre plage avec PAILLASSE_SUBNETS
docker-died = le nœud { $node } s'est arrêté avec le code { $code }. { $log }
docker-died-hint = un code 255 immédiat est souvent une limite du noyau : « paillasse doctor » dit laquelle et comment la relever
docker-not-ready = le nœud { $node } n'est pas prêt après deux minutes (état : { $state })
docker-inotify = il faut { $needed } instances inotify, le noyau en permet { $limit } : des nœuds mourraient sans un mot
docker-inotify-hint = sudo sysctl -w fs.inotify.max_user_instances=8192 kernel.keys.maxkeys=20000
docker-image = l'image { $image } est introuvable : { $reason }
docker-image-hint = « paillasse images import FICHIER » charge des images depuis une clé USB ; « paillasse images build » montre chaque étape
doing-info = interrogation
doing-list-networks = liste des réseaux
doing-make-network = création du réseau { $network }
doing-remove-network = suppression du réseau { $network }
doing-list-containers = liste des conteneurs
doing-create-node = création du nœud { $node }
doing-start-node = démarrage du nœud { $node }
doing-stop-node = arrêt du nœud { $node }
doing-pause-node = gel du nœud { $node }
doing-resume-node = reprise du nœud { $node }
doing-remove-container = suppression du conteneur { $container }
doing-sensor = création de la sonde
doing-beside = création d'un conteneur à côté du nœud { $node }
doing-snapshot = sauvegarde de l'état du nœud { $node }
doing-remove-snapshots = suppression des instantanés
doing-inspect = examen du nœud { $node }

## Images
image-unknown = il n'y a pas de recette de ce nom
image-pulling = téléchargement de { $image }
image-not-pulled = le registre ne donne pas { $image }, qui va donc être construite ici : { $reason }
image-registry-silent = le registre ne répond pas depuis { $seconds } s à propos de { $image }, qui va donc être construite ici
image-pulling-debian = recherche de Debian dans un registre
image-bootstrapping = fabrication de Debian à partir des paquets
image-building = construction de l'image { $image }
image-context = ses fichiers ne peuvent pas être réunis : { $reason }
image-build-failed = la construction a échoué : { $reason } (dernière ligne : { $last })
image-import-failed = le fichier ne contient pas d'images : { $reason }
image-file = { $reason }
image-no-mmdebstrap = aucun registre ne répond, et mmdebstrap n'est pas installé pour la fabriquer à partir des paquets (« sudo apt install mmdebstrap », avec debian-archive-keyring sous Ubuntu)
image-mmdebstrap = mmdebstrap a échoué : { $reason }
doing-inspect-image = recherche de l'image { $image }
doing-list-images = liste des images
doing-remove-image = suppression de l'image { $image }
doing-export-images = export des images
doing-import-images = import des images
doing-import-debian = import de Debian

## Non exécuté
skip-level = exécuté seulement au niveau « full »
skip-needs = a besoin de « { $check } », qui n'est pas réussi

## Préparation
doing-setup = préparation de { $node }
setup-script = la préparation de { $node } a échoué : « { $script } » { $ended } : { $said }
setup-file = un fichier ne peut pas être envoyé à { $node } : { $reason }
ended-status = a fini avec le code { $status }
ended-timeout = n'a pas fini à temps
ended-flood = a trop écrit
stage-no-node = le nœud { $node } n'existe pas sur le moteur
stage-no-power = seuls les nœuds peuvent être arrêtés et démarrés

## Labs et bancs
library-unknown = il n'y a pas de lab « { $given } »
library-unknown-hint = « paillasse labs » donne la liste ; un dossier qui contient un lab.yaml convient aussi
library-ambiguous = plusieurs labs portent « { $given } » : { $folders } ; donnez le nom du dossier
bench-not-up = le banc { $bench } n'existe pas
bench-not-up-hint = paillasse up { $lab }
bench-not-running = des machines du banc { $bench } manquent ou sont arrêtées : { $nodes }
bench-not-running-hint = « paillasse up » crée celles qui manquent, « paillasse start » démarre celles qui sont arrêtées
bench-other-values = le banc { $bench } a été créé avec un autre secret de classe : les valeurs attendues ne seraient pas les siennes
bench-other-values-hint = remettez en place le fichier « class-secret » d'origine, ou recréez le banc (« paillasse down » puis « paillasse up »)
bench-no-node = il n'y a pas de machine « { $node } » dans ce lab ; il y a : { $known }
doing-script = { $script } sur { $node }
doing-exec = exécution d'une commande
doing-down = suppression du banc { $bench }
doing-stop = arrêt du banc { $bench }
doing-start = démarrage du banc { $bench }

## Ligne de commande
word-error = erreur :
word-warning = attention :
word-hint = conseil :
activity-stage = · { $stage }
interrupted = interrompu
interrupted-tidying = interrompu ; remise en ordre du banc…
setting-wrong = { $name } vaut « { $value } », ce qui ne convient pas : il faut par exemple { $expected }
target-none = aucun banc n'existe encore
target-none-hint = « paillasse labs » donne la liste des labs, « paillasse up LAB » en crée le banc
target-several = plusieurs bancs existent : { $benches }
target-several-hint = donnez le nom du banc, ou « --student NOM »
nobody-to-ask = du travail serait perdu, et il n'y a personne à qui demander
nobody-to-ask-hint = ajoutez --yes pour confirmer
usage-subcommand = il n'y a pas de commande « { $given } »
usage-argument = l'argument « { $given } » n'est pas connu
usage-missing = il manque : { $names }
usage-no-value = { $name } attend une valeur
usage-value = { $name } ne peut pas valoir « { $given } » ; valeurs possibles : { $known }
usage-value-wrong = { $name } ne peut pas valoir « { $given } »
usage-conflict = { $name } ne va pas avec { $other }
usage-no-subcommand = il manque la commande
usage-hint = « paillasse --help » donne la liste des commandes, « paillasse COMMANDE --help » leurs arguments
column-node = machine
column-addresses = adresses
column-role = rôle
column-bench = banc
column-lab = lab
column-student = étudiant
column-state = état
column-mark = note
column-network = réseau
column-subnet = sous-réseau
column-reach = portée
column-image = image
column-memory = mémoire
column-pids = processus
column-steps = étapes
column-parent = parente
column-reference = référence
column-size = taille
column-check = contrôle
up-next = banc { $bench } prêt. « paillasse brief » montre l'énoncé, « paillasse shell { $node } » ouvre une machine, « paillasse check » vérifie le travail
up-lab-changed = le lab a changé depuis la création du banc { $bench } ; « paillasse reset » le recrée dans sa version actuelle
down-ask = Tout supprimer ? [o/N]
down-done = banc { $bench } supprimé
down-nothing = du banc { $bench }, il ne restait rien
reset-ask = Revenir à l'état de départ ? [o/N]
stop-done = banc { $bench } arrêté ; le travail est gardé, « paillasse start » le reprend
start-done = banc { $bench } démarré
lost-heading = Sur le banc { $bench }, serait perdu :
lost-node = { $count ->
    [one] { $node } : un fichier modifié depuis le début
   *[other] { $node } : { $count } fichiers modifiés depuis le début
  }
lost-folder = { $folder } ({ $count })
lost-more = { $count ->
    [one] et un autre dossier
   *[other] et { $count } autres dossiers
  }
status-none = aucun banc ; « paillasse up LAB » en crée un
state-unfinished = à terminer (« paillasse up »)
state-empty = sans machine (« paillasse up »)
state-stopped = arrêté
state-running = { $count ->
    [one] une machine en marche
   *[other] { $count } machines en marche
  }
state-partly = { $running } machines sur { $all } en marche
plan-heading = Banc { $bench } pour le lab { $lab }
plan-specimen = sans moteur, les adresses montrées ne sont que des exemples
plan-internet = accès à Internet
plan-closed = fermé
images-absent = absente
images-exported = { $path } : { $size }
images-pruned = { $count ->
    [0] aucune image à supprimer
    [one] une image supprimée
   *[other] { $count } images supprimées
  }
version-format = format de lab { $format }
version-engine = moteur { $kind } { $version } (API { $api })
version-no-engine = aucun moteur de conteneurs ne répond

## Preuve d'un lab
phase-up = création
phase-untouched = banc intact
phase-solution = solution
phase-mutant = variante { $name }
phase-reset = remise à zéro
phase-again = solution, encore
phase-down = suppression
phase-good = conforme
phase-bad = { $count ->
    [one] un défaut
   *[other] { $count } défauts
  }
expected-pass = réussi
expected-fail = échoué
flaw-broke-off = interrompu : { $reason }
flaw-left = il reste sur le moteur : { $what }
flaw-residue = la remise à zéro ne rend pas l'état de départ : { $path }
flaw-verdict = { $id } : { $verdict }, attendu : { $expected }. { $said }
flaw-gap = { $fact } : attendu { $expected }, trouvé { $actual }
proof-unkilled = aucune variante ne fait échouer « { $id } » : rien ne prouve que ce contrôle le peut
proof-good = { $students ->
    [one] { $lab } : prouvé sur un étudiant, { $seconds } s de travail
   *[other] { $lab } : prouvé sur { $students } étudiants, { $seconds } s de travail
  }
proof-bad = { $count ->
    [one] { $lab } : un défaut
   *[other] { $lab } : { $count } défauts
  }
lint-done = { $count ->
    [0] { $lab } : rien à redire
    [one] { $lab } : une remarque
   *[other] { $lab } : { $count } remarques
  }
lint-no-solution = pas de solution de référence : rien ne prouve que le lab est faisable
lint-no-mutant = pas de variante fausse : rien ne prouve que les contrôles rejettent quelque chose
lint-unkilled = aucune variante ne fait échouer « { $id } »
lint-no-hint = « { $id } » n'a pas d'indice
new-name = « { $name } » n'est pas un nom de dossier de lab : minuscules, chiffres, points et tirets, une lettre pour commencer
new-exists = { $path } existe déjà
new-write = écriture de { $path } impossible : { $reason }
new-next = « paillasse lab lint { $path } » vérifie les fichiers, « paillasse lab test { $path } » prouve le lab

## Ce qui est gardé
state-homeless = ni XDG_STATE_HOME ni HOME ne donnent un chemin absolu où garder l'état
state-homeless-hint = export HOME=/chemin/du/dossier/personnel
state-folder = impossible d'utiliser le dossier { $path } : { $reason }
state-folder-hint = rendez le dossier à son propriétaire : sudo chown -R "$USER" { $path } && chmod u+rwx { $path } ; ou choisissez-en un autre avec XDG_STATE_HOME
state-secret = le secret de la classe, { $path }, ne peut être ni lu ni écrit : { $reason }
state-exposed = le secret de la classe, { $path }, est lisible par d'autres que vous (droits { $mode })
state-exposed-hint = chmod 600 { $path }
state-damaged = le secret de la classe, { $path }, est abîmé : 64 chiffres hexadécimaux sont attendus
state-damaged-hint = rétablissez-le depuis une sauvegarde. Sans sauvegarde, « rm { $path } » en fera un nouveau, et tous les étudiants auront d'autres valeurs : les bancs en cours seront à refaire
lock-name = « { $bench } » n'est pas un nom de banc
lock-file = impossible de verrouiller { $path } : { $reason }
lock-held = { $path } est tenu par un autre paillasse (processus { $pid })
lock-waiting = le banc { $bench } est tenu par un autre paillasse (processus { $pid }) : attente

## Indices
hint-count = { $shown }/{ $all }
hint-number = Indice { $number } sur { $all } :
hint-none = Ce contrôle n'a pas d'indice.

## Aide
help-paillasse = Transforme une activité du référentiel BTS SIO en lab qui tourne, et vérifie les résultats.
help-heading-usage = Usage :
help-heading-commands = Commandes{" "}
help-heading-options = Options{" "}
help-heading-arguments = Arguments{" "}
help-help = Affiche cette aide
help-lang = Langue : fr ou en (sinon LC_ALL, puis LANG)
help-quiet = Ne dit que les résultats et les erreurs
help-verbose = Dit tout ce qui est fait
help-labs-dir = Dossier de labs, qui passent avant ceux du programme
help-json = En JSON
help-yes = Ne demande pas de confirmation
help-lab = Le lab : code d'activité (A3.3.2), dossier ou nom du banc
help-student = L'étudiant (sinon PAILLASSE_STUDENT, puis l'utilisateur)
help-node = La machine
help-user = L'utilisateur, sur la machine (root par défaut)
help-verb-labs = Liste les 57 activités, et celles qui ont un lab
help-labs-filter = Un processus (P3), un domaine (D3.3) ou un bloc de la réforme 2020 (B2.3)
help-labs-available = Seulement celles qui ont un lab
help-verb-show = Montre une activité : compétences, ressources, résultats attendus, lab
help-show-activity = Le code de l'activité (A3.3.2)
help-verb-up = Crée le banc d'un étudiant, ou le termine et le démarre
help-verb-brief = Montre l'énoncé, avec les valeurs de l'étudiant
help-html = Écrit l'énoncé en HTML dans ce fichier (« - » : sortie standard)
help-verb-shell = Ouvre un terminal sur une machine
help-verb-exec = Exécute une commande sur une machine
help-command = La commande et ses arguments
help-verb-check = Vérifie le travail
help-level = quick : regarde sans rien changer ; full : y compris les épreuves (arrêts, destructions), sur des copies
help-only = Seulement ces contrôles, et ceux dont ils dépendent
help-format = Forme du résultat : text, json, junit, tap
help-watch = Revérifie sans cesse, pendant que l'étudiant travaille
help-verb-hint = Donne le prochain indice d'un contrôle
help-hint-check = Le contrôle (sans lui : la liste de ceux qui ne sont pas réussis)
help-verb-status = Liste les bancs et leur état
help-status-filter = Seulement ce banc, ce lab ou cet étudiant
help-verb-stop = Arrête les machines d'un banc ; le travail est gardé
help-verb-start = Redémarre un banc arrêté
help-verb-reset = Rend un banc, ou une machine, à son état de départ
help-nodes = Seulement ces machines
help-verb-down = Supprime un banc
help-all = Tous les bancs
help-verb-plan = Montre ce que « up » créerait
help-verb-images = Gère les images des machines
help-verb-images-list = Liste les images, présentes ou non
help-verb-images-build = Rend des images disponibles : registre, ou construction
help-verb-images-export = Écrit des images dans un fichier (clé USB)
help-verb-images-import = Charge des images depuis un fichier
help-verb-images-prune = Supprime les images d'anciennes versions
help-images-prune-all = Aussi celles de cette version
help-file = Le fichier
help-images = Les images (toutes par défaut)
help-verb-lab-test = Prouve un lab : intact, solution, variantes, remise à zéro
help-verb-lab-lint = Cherche les erreurs dans les fichiers d'un lab
help-verb-lab-new = Écrit un lab à compléter
help-labs = Les labs (tous par défaut)
help-students = Nombre d'étudiants, chacun avec ses valeurs (3 par défaut)
help-jobs = Nombre de bancs en même temps (par défaut : les processeurs du moteur)
help-mutants = Seulement ces variantes
help-name = Le nom du dossier
help-activity = L'activité (A3.3.2)
help-into = Où créer le dossier (« labs » par défaut)
help-verb-doctor = Examine la machine et le moteur, et dit comment réparer
help-class-size = Nombre d'étudiants prévus
help-doctor-lab = Le lab prévu
help-verb-demo = Déroule un lab de bout en bout, avec sa solution
help-demo-keep = Garde le banc à la fin
help-verb-schema = Donne les formats : lab, kinds (types de contrôles), report
help-what = Lequel
help-markdown = En Markdown (kinds seulement)
help-verb-completions = Écrit la complétion pour un shell
help-shell = Le shell : bash, elvish, fish, powershell, zsh
help-verb-version = Donne les versions
help-verb-lab = Écrit, vérifie et prouve des labs
doing-check = contrôle { $id }
watch-score = { $earned } points sur { $judged } ; le banc est observé, Ctrl-C pour finir

## Démonstration
demo-heading = ━━ { $number }/7 · { $what }
demo-up = Création du banc { $lab }
demo-statement = L'énoncé que reçoit l'étudiant
demo-untouched = Vérification du banc intact : tout doit échouer
demo-untouched-wrong = des contrôles réussissent sur le banc intact
demo-solution = Application de la solution de référence
demo-check = Vérification complète, épreuves comprises, sur des copies des machines
demo-solution-wrong = la solution de référence n'obtient pas tous les points
demo-reset = Remise à zéro
demo-reset-wrong = la remise à zéro ne rend pas l'état de départ
demo-reset-good = Les machines sont comme au départ : aucun fichier modifié, les mêmes contrôles échouent.
demo-down = Suppression
demo-kept = Le banc { $bench } est gardé.
demo-done = Il ne reste rien sur le moteur. Démonstration terminée en { $seconds } s.
## Journal
journal-refused = le journal { $path } ne peut pas être ouvert ou écrit : { $reason }
journal-full = le disque est plein : le journal { $path } ne peut plus être écrit
journal-full-hint = libérez de la place : « df -h { $path } » montre le disque, « docker system df » ce que Docker y occupe
journal-busy = le journal { $path } est occupé par un autre programme depuis plus de dix secondes
journal-busy-hint = « fuser -v { $path } » montre lequel
journal-newer = le journal { $path } vient d'une version plus récente de paillasse (version { $found } du format, { $known } connue ici) : mettez paillasse à jour
journal-foreign = { $path } est la base de données d'un autre programme
journal-corrupt = le journal { $path } est abîmé : { $reason }
journal-aside-hint = ou mettez-le de côté, un nouveau sera commencé : mv { $path } { $path }.ancien
journal-set-aside = le journal était illisible ({ $reason }) : il est gardé dans { $path }, et un nouveau est commencé. Seul l'historique manque, les bancs n'en dépendent pas
journal-no-run = il n'y a pas de passage { $run } en cours ou enregistré
journal-no-run-hint = « paillasse history » en donne la liste
journal-sql = le journal a échoué : { $reason }

## Diagnostic de la machine
doing-look-inside = essai du réseau depuis un conteneur
doctor-what-engine = moteur de conteneurs
doctor-what-cgroup = groupes de contrôle (cgroups)
doctor-what-storage = pilote de stockage
doctor-what-limits = limites des conteneurs
doctor-what-clock = horloge
doctor-what-images = images des nœuds
doctor-what-disk = place sur le disque
doctor-what-memory = mémoire
doctor-what-inotify = instances inotify
doctor-what-keys = clés du noyau
doctor-what-pids = numéros de processus
doctor-what-files = fichiers ouverts
doctor-what-neighbours = table des voisins (ARP)
doctor-what-bridge = ports par pont
doctor-what-subnets = sous-réseaux libres
doctor-what-network-build = réseau pour construire les images
doctor-what-network-lab = réseau des labs ouverts sur Internet
doctor-what-state = dossier d'état
doctor-timeout = pas de réponse en { $seconds } s
doctor-again = relancez « paillasse doctor » ; si cela persiste, « docker info » et « journalctl -u docker -n 50 » disent ce que fait le moteur
doctor-panic = l'examen a échoué : { $reason }
doctor-no-engine = à voir quand le moteur répondra
doctor-no-engine-mend = rétablissez d'abord le moteur, puis : paillasse doctor
doctor-engine = { $kind } { $version }, API { $api }, à { $address }
doctor-engine-docker = Docker
doctor-engine-rootless = Docker sans privilège
doctor-engine-podman = Podman
doctor-engine-mend = export DOCKER_HOST=unix:///var/run/docker.sock
doctor-engine-podman-mend = Podman convient à la plupart des labs ; pour tous : sudo apt install docker.io && export DOCKER_HOST=unix:///var/run/docker.sock
doctor-cgroup = version { $version }, pilote { $driver }
doctor-cgroup-parent = version { $version }, pilote { $driver } ; qui est root sur un nœud peut lever les limites de ses propres nœuds (plus à partir de Docker 28.0)
doctor-cgroup-mend = un moteur sans root ne démarre de nœuds que sur des groupes de contrôle de version 2, et dans une session systemd : sudo apt install dbus-user-session && sudo loginctl enable-linger $USER, reconnectez-vous, puis systemctl --user restart docker ; ou prenez le moteur de root
doctor-storage = { $driver }
doctor-storage-mend = ce pilote est lent ; overlay2 fait mieux, mais les images et conteneurs présents ne seront plus visibles : dans /etc/docker/daemon.json, mettez "storage-driver": "overlay2", puis sudo systemctl restart docker
doctor-limits = mémoire, processeur et processus peuvent être limités
doctor-limits-missing = le moteur ne sait pas limiter : { $missing } ; un nœud pourrait étouffer tous les autres
doctor-limits-mend = dans /etc/default/grub, ajoutez « cgroup_enable=memory swapaccount=1 » à GRUB_CMDLINE_LINUX, puis : sudo update-grub && sudo reboot (Raspberry Pi : dans /boot/firmware/cmdline.txt, puis sudo reboot)
doctor-limits-rootless-mend = sudo mkdir -p /etc/systemd/system/user@.service.d && printf '[Service]\nDelegate=cpu cpuset io memory pids\n' | sudo tee /etc/systemd/system/user@.service.d/delegate.conf && sudo systemctl daemon-reload, puis reconnectez-vous
doctor-clock = { $now }, comme le moteur
doctor-clock-past = il serait { $now }, mais ce programme date de { $built }
doctor-clock-skew = { $seconds } s d'écart entre cette machine et celle du moteur : des certificats seraient refusés
doctor-clock-mend = sudo timedatectl set-ntp true && timedatectl
doctor-images = les { $count } images sont là
doctor-images-build = à construire au premier usage, sur la Debian déjà présente : { $missing }
doctor-images-bootstrap = à construire au premier usage, avec mmdebstrap si aucun registre ne répond : { $missing }
doctor-images-keyring = à construire au premier usage : { $missing } ; mmdebstrap est là, mais pas les clés de Debian
doctor-images-keyring-mend = sudo apt install debian-archive-keyring
doctor-images-registry = à télécharger de { $registry } au premier usage : { $missing } ; s'il ne répond pas, rien ne permet de les construire ici
doctor-images-missing = à construire au premier usage : { $missing } ; si aucun registre ne répond, mmdebstrap manque pour le faire
doctor-images-mend = sudo apt install mmdebstrap debian-archive-keyring ; ou, depuis une clé USB : paillasse images import FICHIER
doctor-disk = { $free } libres dans { $root } ; il en faut { $needed } ({ $images } pour les images, { $each } par nœud)
doctor-disk-unknown = { $root } est sur une autre machine ; il y faut { $needed } libres
doctor-disk-look = sur la machine du moteur : df -h { $root }
doctor-disk-mend = docker system df ; docker system prune ; paillasse images prune
doctor-memory = { $available } disponibles sur { $total } ; { $running } nœuds tournent, { $more } à démarrer : { $idle } au repos ({ $each } chacun), { $working } au travail ({ $worker } chacun) ; { $limit } si toute la classe atteignait les limites du lab
doctor-memory-mend = { $students ->
    [0] arrêtez ce qui occupe la mémoire (« ps aux --sort=-rss | head »), ou les bancs inutiles : paillasse stop
    [one] un seul banc tient à la fois : paillasse up pour un seul étudiant, paillasse stop pour ceux qui ne travaillent pas
   *[other] { $students } bancs tiennent à la fois : paillasse up pour { $students } étudiants au plus, paillasse stop pour ceux qui ne travaillent pas
  }
doctor-limit = { $name } = { $found } ; il en faut { $needed } pour { $nodes } nœuds
doctor-limit-unknown = { $name } : le noyau est celui d'une autre machine ; il en faut { $needed }
doctor-limit-look = sur la machine du moteur : sysctl { $name }
doctor-limit-mend = sudo sysctl -w { $name }={ $value } && echo '{ $name } = { $value }' | sudo tee -a /etc/sysctl.d/90-paillasse.conf
doctor-bridge = { $ports } ports au plus sur un réseau ; le noyau en permet { $most }
doctor-bridge-mend = dans lab.yaml, répartissez les nœuds sur plusieurs réseaux (« networks: »)
doctor-subnets = { $free } sous-réseaux /{ $prefix } libres dans { $range } ; il en faut encore { $needed } à la classe
doctor-subnets-mend = paillasse status, puis paillasse down pour les bancs devenus inutiles ; ou une plage plus large : export PAILLASSE_SUBNETS=10.128.0.0/9
doctor-network = { $mirror } répond
doctor-network-dns = { $mirror } n'est pas joignable : son nom n'a pas d'adresse
doctor-network-dns-mend = dans /etc/docker/daemon.json, mettez l'adresse du serveur DNS de l'établissement ("dns": ["ADRESSE"] ; « resolvectl dns » la donne), puis : sudo systemctl restart docker
doctor-network-refused = { $mirror } n'est pas joignable : { $reason }
doctor-network-proxy-mend = derrière un mandataire : export http_proxy=http://MANDATAIRE:PORT https_proxy=http://MANDATAIRE:PORT ; sinon, essayez depuis la machine : sudo apt update
doctor-network-lab-dns = les nœuds qui ont accès à Internet ne joindraient pas { $mirror } : son nom n'a pas d'adresse
doctor-network-lab-refused = les nœuds qui ont accès à Internet ne joindraient pas { $mirror } : { $reason }
doctor-network-lab-mend = sudo sysctl -w net.ipv4.ip_forward=1 && sudo systemctl restart docker ; les autres labs n'en ont pas besoin
doctor-network-no-image = pas encore d'image pour essayer
doctor-network-no-image-mend = paillasse images build base && paillasse doctor
doctor-state = { $path } peut être écrit
doctor-state-full = { $path } n'a plus que { $free } ; il en faut { $needed }
doctor-state-open = { $path } est ouvert à d'autres que vous (droits { $mode })
doctor-state-open-mend = chmod 700 { $path }
doctor-state-shared = { $path } est sur un partage réseau : le journal ne supporte qu'une machine à la fois
doctor-state-shared-mend = sudo install -d -m 700 -o "$USER" /var/lib/paillasse-$USER && cp -a { $path } /var/lib/paillasse-$USER/ && export XDG_STATE_HOME=/var/lib/paillasse-$USER
## Réseau, livrables, exercices
shown-yes = oui
shown-no = non
error-sensor-name = la sonde ne sait pas résoudre « { $host } »
error-sensor-route = la sonde n'a pas de route vers { $host }
error-ssh-key = la clé privée que donne le lab est inutilisable
error-live-empty = « { $command } » n'a rien affiché à comparer
error-live-number = « { $command } » aurait dû afficher un nombre : { $said }
error-restart = un nœud n'a pas pu être redémarré
error-nothing-planted = le témoin n'a pas pu être déposé
error-not-destroyed = le témoin est encore là après sa destruction
reach-open = ouvert
reach-refused = refusé
reach-filtered = filtré (pas de réponse)
reach-absent = aucune machine à cette adresse
reach-no-route = pas de route
reach-unresolved = le nom n'a pas d'adresse
fact-reach = { $what } depuis { $from }
expect-answer = une réponse
http-no-connection = pas de connexion ({ $said })
http-late = pas de réponse à temps
http-tls = pas de session TLS ({ $said })
http-redirects = trop de redirections
http-broken = la connexion ou la réponse a été coupée ({ $said })
fact-http = { $url }
fact-http-status = code de { $url }
fact-http-header = en-tête { $name } de { $url }
fact-http-body = corps de { $url }
fact-http-json = « { $path } » dans { $url }
expect-json = du JSON
fact-dns-rcode = code de réponse pour { $name }
fact-dns-answer = enregistrements { $record } de { $name }
fact-dns-authority = autorité du serveur sur { $name }
fact-dns-ttl = TTL de { $name }
fact-dns-server = serveur de noms { $server }
fact-dns-resolver = résolveur de { $node }
expect-a-record = au moins un enregistrement
dns-silent = pas de réponse
ssh-accepted = acceptée
ssh-accepted-by = acceptée ({ $method })
ssh-denied = refusée
ssh-denied-said = refusée ({ $said })
ssh-no-session = pas de session SSH ({ $said })
ssh-usable-key = une clé privée sans phrase secrète
ssh-bad-key = inutilisable
fact-ssh-login = connexion { $whom }
fact-ssh-banner = bannière de { $server }
fact-ssh-host-key = clé d'hôte de { $server }
facts-missing = absent
facts-template = pas rempli
facts-group = un groupe de valeurs, pas une valeur
facts-several = plusieurs lignes de ce nom
facts-columns = { $found } colonnes au lieu de { $expected }
facts-no-separator = ni clé ni valeur
facts-twice = « { $key } » y est deux fois
facts-a-file = un fichier
facts-no-file = autre chose qu'un fichier
facts-too-long = un fichier plus long
facts-utf8 = du texte en UTF-8
facts-not-utf8 = un autre encodage
facts-readable = du { $format } bien formé
facts-unparseable = ligne { $line }, colonne { $column } : { $why }
fact-value = « { $path } » dans { $file }
expect-measured = ce qui se mesure sur le banc
expect-measured-about = ce qui se mesure sur le banc, à { $tolerance } près
fact-witness = arborescence témoin
fact-modified = date de { $path }
fact-xattr = attributs étendus de { $path }
fact-hard-links = liens durs de { $path }
fact-backup = sauvegarde « { $command } »
fact-procedure = procédure « { $command } »
fact-duration = durée : { $what }
fact-state = état lu par « { $command } »
restore-same = identique à ce qui a été déposé
restore-more = { $count ->
    [one] encore une différence
   *[other] encore { $count } différences
  }
restore-digest = { $size } octets, SHA-256 { $digest }…
restore-status = code { $status } ({ $said })
restore-success = code 0
problem-reach-flows = « reach » essaie soit « to », soit une liste de 1 à 64 « flows »
problem-reach-port = il manque un port pour joindre { $to }
problem-reach-icmp-port = icmp n'a pas de ports ({ $to })
problem-reach-udp = un port udp n'est connu ouvert que par sa réponse : dites quoi envoyer (« send ») à { $to }
problem-http-url = « { $url } » n'est pas l'adresse d'une page : écrivez http://… ou https://…
problem-http-password = il y a un « password » sans « user »
problem-dns-server = dites quel serveur est interrogé (« server »), ou depuis quel nœud (« from »)
problem-ssh-ways = donnez soit « password », soit « key », soit « key-file »
problem-ssh-key-file = « key-file » est un fichier du nœud « from », qui manque
problem-ssh-password = un mot de passe tient sur une ligne
problem-ssh-run = « status » et « stdout » sont ceux de « run », qui manque
problem-ssh-alone = « run » ne va ni avec « banner » ni avec « login: denied » : faites-en deux contrôles
problem-facts-empty = « facts » ne compare rien : donnez-lui « values » ou « live »
problem-facts-format = le nom « { $file } » ne dit pas le format : précisez « format »
problem-persist-empty = « persist » a besoin de contrôles à rejouer dans « then »
problem-then-level = « { $id } » est de niveau « full » : un autre contrôle ne peut pas le rejouer
problem-restore-witness = « restore » a besoin d'un « tree », ou bien de « plant », « read » et « destroy »
problem-restore-read = « plant » et « read » vont ensemble
problem-restore-path = « tree » et « restored-tree » sont des chemins absolus, et pas / lui-même
problem-restore-stopped = la procédure ne peut pas s'exécuter sur { $node }, qui est éteint
## Regards dans un nœud
shown-installed = installé
shown-local = les fichiers de la machine
shown-directory = un annuaire
shown-listening = en écoute
shown-not-listening = pas en écoute
shown-from-any = joignable depuis d'autres machines
shown-from-local = joignable depuis la machine elle-même seulement
shown-planned = planifié
shown-not-planned = pas planifié
shown-delayed = { $calendar }, au hasard jusqu'à { $delay } plus tard
shown-cron-read = lu par cron
shown-cron-name = ignoré : son nom contient un signe autre que lettres, chiffres, - et _
shown-cron-rights = ignoré : propriétaire { $owner }, droits { $mode }
shown-cron-cut = ignoré : sa dernière ligne n'a pas de fin de ligne
shown-cron-syntax = ignoré : cette ligne est fausse : { $line }
shown-not-executable = ignoré : il n'est pas exécutable
shown-count = { $count } (en cours : { $seen })
expect-process-user = sous l'identité { $user }
expect-process-args = ligne de commande : { $args }
expect-process-parent = lancé par { $parent }
expect-with = { $first }, { $second }
error-no-shadow = la machine ne dit rien du mot de passe de { $user }, qui vient d'un annuaire
error-no-property = systemd ne connaît pas la propriété { $property } de { $unit }
error-listen-holder = la machine ne dit pas qui tient le port { $port }
error-timer-no-record = { $timer } relève de cron, qui ne garde pas trace de ses exécutions
error-timer-calendar = le calendrier « { $given } » de { $timer } n'a pas été compris
fact-package = paquet { $package }
fact-version = version de { $package }
fact-candidate = version de { $package } qu'apt installerait
fact-held = gel de la version de { $package }
fact-user = utilisateur { $user }
fact-user-uid = numéro de l'utilisateur { $user }
fact-user-gid = numéro du groupe principal de { $user }
fact-user-group = groupe principal de { $user }
fact-user-groups = groupes de { $user }
fact-user-home = répertoire personnel de { $user }
fact-user-shell = interpréteur de commandes de { $user }
fact-user-source = provenance de l'utilisateur { $user }
fact-user-locked = verrouillage du mot de passe de { $user }
fact-user-password-set = mot de passe utilisable pour { $user }
fact-user-password-scheme = hachage du mot de passe de { $user }
fact-user-password-max-age = âge maximal du mot de passe de { $user }
fact-user-password-min-age = âge minimal du mot de passe de { $user }
fact-user-expires = date de fermeture du compte { $user }
fact-user-expired = fermeture du compte { $user }
fact-the-group = groupe { $group }
fact-group-gid = numéro du groupe { $group }
fact-group-members = membres du groupe { $group }
fact-group-local = présence du groupe { $group } dans /etc/group
fact-unit = unité { $unit }
fact-unit-active = état de { $unit }
fact-unit-enabled = lancement de { $unit } au démarrage
fact-unit-masked = masquage durable de { $unit }
fact-unit-failed = échec de { $unit }
fact-unit-user = utilisateur du processus principal de { $unit }
fact-unit-needs-reload = modification de { $unit } depuis sa lecture par systemd
fact-unit-property = { $property } de { $unit }
fact-processes = processus { $what }
fact-listen = port { $port }
fact-listen-reach = accès au port { $port }
fact-listen-addresses = adresses du port { $port }
fact-listen-process = processus qui tient le port { $port }
fact-listen-only = ports en écoute
fact-timer = lancement planifié de { $runs }
fact-timer-at = calendrier de { $timer }
fact-timer-persistent = rattrapage des exécutions manquées de { $timer }
fact-timer-user = utilisateur de { $timer }
fact-timer-last-result = résultat de la dernière exécution de { $timer }
fact-timer-last-run = temps écoulé depuis la dernière exécution de { $timer }
problem-package-name = « { $given } » n'est pas un nom de paquet
problem-absent-detail = rien ne peut être attendu de { $name }, qui ne doit pas être là
problem-account-name = « { $given } » n'est pas un nom d'utilisateur ou de groupe
problem-unit-name = « { $given } » n'est pas un nom d'unité
problem-unit-property = « { $given } » n'est pas une propriété d'unité
problem-process-name = « { $given } » n'est ni un nom de programme ni son chemin absolu
problem-listen-what = indiquez soit un « port » (de 1 à 65535), soit la liste « only »
problem-listen-only = « only » ne se combine qu'avec « except-local »
problem-listen-except-local = « except-local » accompagne « only »
problem-listen-closed = rien ne peut être attendu d'un port sur lequel rien ne doit écouter
problem-timer-at = « { $given } » n'est pas une expression de calendrier sans fuseau horaire : écrivez par exemple « 02:30 » ou « Mon..Fri 22:00 »
problem-timer-slack = « slack » accompagne « at »
problem-timer-unplanned = rien ne peut être attendu de ce qui ne doit pas être planifié
doing-doctor = examen de la machine et du moteur
doctor-ok = bon
doctor-unknown = inconnu
doctor-warning = attention
doctor-trouble = problème
doctor-line = { $what } : { $detail }
brief-written = énoncé écrit dans { $path }

## Mise en page
duration-minutes = { $minutes } min
duration-hours = { $hours } h
duration-hours-minutes = { $hours } h { $minutes }
memory-mib = { $size } Mio
memory-gib = { $size } Gio

## Rapports
report-pass = réussi
report-fail = échec
report-error = non évalué
report-skip = non exécuté
report-gap = { $fact } : attendu { $expected }, trouvé { $actual }
report-not-judged = non évalué : { $cause }
report-heading = { $lab } – { $title }
report-bench = banc { $bench }
report-head-competence = Compétence
report-head-label = Intitulé
report-head-points = Points
report-head-mastery = Maîtrise
report-acquired = acquise
report-in-progress = en cours
report-not-acquired = non acquise
report-mastery-not-judged = non évaluée
report-no-mark = Aucun point n'a pu être évalué : pas de note.
report-total = Total : { $earned } sur { $judged ->
    [one] { $judged } point évalué
   *[other] { $judged } points évalués
  }, soit { $mark }/20
report-aside-error = { $points ->
    [one] Non évalué ({ $points } point, qui ne compte pas contre vous) :
   *[other] Non évalué ({ $points } points, qui ne comptent pas contre vous) :
  }
report-aside-skip = { $points ->
    [one] Non exécuté ({ $points } point, hors du total) :
   *[other] Non exécuté ({ $points } points, hors du total) :
  }
report-next-failed = À reprendre d'abord : { $title } ({ $id }).
report-next-hint = Pour un indice :
report-next-hints = { $count ->
    [one] et un autre : « paillasse hint » donne la liste
   *[other] et { $count } autres : « paillasse hint » donne la liste
  }
report-next-full = Pour exécuter aussi les contrôles de niveau « full » :
report-next-again = Pour évaluer ce qui n'a pas pu l'être, une fois la cause levée :
report-next-done = Tout est réussi.

## Énoncés
statement-facts = { $duration } · { $stars } · { $points ->
    [one] { $points } point
   *[other] { $points } points
  } · { $student }
statement-nodes = Machines
topology-title = Plan du réseau de { $lab }
topology-node = { $node } : { $links }.
topology-link = { $address } sur { $network }
topology-alone = { $node } : aucun réseau.
topology-internet = accès à Internet
help-verb-history = Liste les vérifications passées
help-run = Montre les verdicts de cette vérification
help-bench = Seulement ce banc
help-limit = Combien au plus, les dernières (20 par défaut)
history-none = aucune vérification dans le journal
history-running = en cours
history-interrupted = interrompue
column-run = n°
column-when = début
column-level = niveau
page-skip = Aller à l'énoncé
page-contents = Sommaire
page-student = Étudiant
page-duration = Durée
page-difficulty = Difficulté
page-difficulty-of-3 = { $difficulty } sur 3
page-points = Points
page-table = Tableau
page-network = Le réseau et les machines
page-node = Machine
page-addresses = Adresses
page-role = Rôle
page-checks = Ce qui est vérifié
page-checks-how = « paillasse check » vérifie chaque point, aussi souvent que vous voulez ; « paillasse hint NOM » donne un indice.
page-expected = Attendu
page-competences = Compétences
page-level-full = niveau « full »
page-total = Total
page-footer = Les adresses et les valeurs de cet énoncé vous sont propres.

## Catalogue
catalogue-legend = { $with ->
    [one] ● avec un lab ({ $with } activité sur { $all })
   *[other] ● avec un lab ({ $with } activités sur { $all })
  } · ○ sans lab · [B…] blocs de la réforme de 2020, rattachement indicatif
catalogue-next = « paillasse show A3.3.2 » décrit une activité, « paillasse up A3.3.2 » en crée le banc.
sheet-competences = Compétences
sheet-resources = Ressources fournies
sheet-results = Résultats attendus
sheet-blocs = Blocs de la réforme de 2020 (rattachement indicatif)
sheet-lab = Lab : { $title }
sheet-facts = { $duration } · { $stars } · { $points ->
    [one] { $points } point
   *[other] { $points } points
  } · { $memory } de mémoire au plus
sheet-nodes = Machines
sheet-node = image { $image }, réseaux : { $networks }
sheet-checks = Contrôles, avec leurs points
sheet-no-lab = Cette activité n'a pas encore de lab.
labs-filter = rien dans le référentiel ne correspond à « { $filter } »
labs-filter-hint = donnez un processus (P3), un domaine (D3.3), une activité (A3.3.2) ou un bloc (B2.3)
labs-unreadable = { $lab } ne peut pas être lu ; « paillasse lab lint » dit pourquoi

## Ce qui rend un lab illisible

problem-duration = « { $given } » n'est pas une durée : écrivez par exemple 90s ou 15min
problem-size = « { $given } » n'est pas une taille : écrivez par exemple 512MiB
problem-range = { $given } n'est pas compris entre { $low } et { $high }
problem-reserved = « { $name } » désigne déjà autre chose dans les gabarits : donnez un autre nom à ce paramètre

## Un lab à commencer

new-activity-hint = « paillasse labs » donne la liste des activités
help-spread = Chaque variante sur un seul étudiant, à tour de rôle, au lieu de tous

## Ce que l'on ne peut pas voir

lost-unseen = { $node } : arrêtée ou muette, on ne sait pas ce qui y a été fait
doctor-network-no-mirror = l'apt de cette machine ne connaît aucun miroir de Debian
doctor-network-no-mirror-mend = « paillasse images build base » dit si les paquets arrivent
## Autres types de contrôle
fact-config = « { $key } » de { $of }
fact-config-whole = configuration de { $of }
config-not-set = non défini
config-accepted = acceptée
config-refused = refusée : { $said }
config-loaded = chargée telle qu'elle est écrite
config-pending = sa nouvelle valeur attend un redémarrage
config-stale = { $file } a été modifié après son chargement
error-config-conditions = la configuration contient des conditions (« .if »), que HAProxy seul peut évaluer
problem-config-empty = « values », « absent » ou « running » doit dire ce qui est attendu
problem-config-nothing = « of » désigne un démon, « file » un fichier : il faut l'un des deux
problem-config-file = on demande toujours à ce démon sa propre configuration : « { $file } » ne sert à rien
problem-config-key = « { $key } » ne va pas avec ce qui est demandé ici
problem-config-for = « for » connaît user, host, addr, laddr, lport et rdomain, sans virgule : « { $key } » est faux
secrets-files = secrets dans des fichiers
secrets-arguments = secrets dans les arguments de processus
secrets-environment = secrets dans l'environnement de processus
secrets-journal = secrets dans le journal
secrets-git = secrets dans l'historique de { $repository }
secrets-messages = secrets dans les messages de commit de { $repository }
secrets-none = aucun
secrets-found = trouvés dans { $places }
secrets-repository = un dépôt Git
error-hidden-process = l'environnement du processus { $process } est illisible
problem-secrets-what = « forbidden » ou « patterns » doit dire ce qui est cherché
problem-secrets-where = « in », « processes », « journal » ou « git » doit dire où les secrets sont cherchés
problem-secrets-short = une valeur interdite a au moins quatre caractères et une seule ligne
problem-secrets-pattern = « { $pattern } » n'est pas un motif d'une ligne, ou correspond à tout
problem-secrets-path = « { $path } » doit être un chemin absolu, et pas le système entier
fact-tls-issuer = émetteur du certificat de { $server }
fact-tls-dates = dates du certificat de { $server }
fact-tls-name = noms du certificat de { $server }
fact-tls-certificate = certificat de { $server }
fact-tls-version = { $version } sur { $server }
fact-tls-days = jours de validité restants du certificat de { $server }
fact-tls-bits = taille de la clé de { $server }
fact-tls-chosen = version choisie par { $server }
fact-tls-key = type de clé de { $server }
fact-tls-signature = signature du certificat de { $server }
fact-tls-client = certificat client sur { $server }
tls-session = une session TLS
tls-valid = valide
tls-known = connu
tls-accepted = accepté
tls-refused = refusé
tls-not-asked = non demandé
tls-asked = demandé
tls-required = exigé
tls-not-for = seulement { $names }
error-tls-attempt = { $version } n'a pas pu être essayé : { $said }
problem-tls-ca-file = « ca-file » est un fichier de la machine qui regarde : dites laquelle dans « from »
problem-tls-two-ca = « ca » et « ca-file » disent deux fois la même chose
problem-tls-pair = « certificate » et « private-key » vont ensemble
problem-tls-version = { $version } ne peut pas être à la fois accepté et refusé
fact-sql = « { $query } »
fact-sql-count = lignes de { $what }
fact-sql-server = serveur de « { $client } »
sql-accepted = acceptée
sql-closed = connexion refusée : { $said }
sql-refused = erreur { $code } : { $said }
sql-error = erreur { $code }
sql-cells = { $first } | { $second }
sql-rows = { $first } ; { $second }
problem-sql-query = la requête est vide
problem-sql-error = une requête qui doit être refusée ne donne pas de lignes à comparer
problem-sql-code = « error » est « connection », un code d'au moins deux signes, ou des mots
problem-sql-file = une base SQLite est désignée par le chemin absolu de son fichier
fact-account = compte { $user }
fact-access = { $what } { $path } en tant que { $user }
fact-sudo = « { $command } » par sudo en tant que { $user }
access-read = lire
access-write = écrire dans
access-list = lister
access-create = créer dans
access-delete = supprimer dans
access-enter = entrer dans
access-allowed = autorisé
access-denied = refusé
error-access = { $what } : impossible à essayer, { $said }
problem-access-empty = la matrice n'essaie rien : un compte doit avoir un droit, ou « also » en nommer un
problem-access-path = « { $path } » n'est pas un chemin absolu
problem-access-command = « { $command } » doit commencer par le chemin absolu d'un programme
problem-access-root = root peut tout faire : l'essai n'apprend rien
fact-route = route vers { $to }
fact-route-via = prochain saut vers { $to }
fact-route-device = interface vers { $to }
fact-route-source = adresse source vers { $to }
fact-route-protocol = origine de la route vers { $to }
fact-route-metric = métrique de la route vers { $to }
fact-route-path = chemin vers { $to }
route-by = par { $via } sur { $device }
problem-route-what = il faut « to », une adresse, ou « prefix », un réseau ou « default »
problem-route-absent = rien ne peut être attendu d'une route qui ne doit pas exister
fact-git-branch = « { $branch } » dans { $path }
fact-git-branches = branches de { $path }
fact-git-tags = étiquettes de { $path }
fact-git-state = état de { $path }
fact-git-commits = commits de « { $branch } » dans { $path }
fact-git-authors = auteurs de « { $branch } » dans { $path }
fact-git-subjects = messages de « { $branch } » dans { $path }
fact-git-files = fichiers de « { $branch } » dans { $path }
fact-git-changed = modifications depuis { $since } dans { $path }
fact-git-push = push de { $user } vers « { $branch } » de { $path }
git-accepted = accepté
git-refused = refusé
git-refused-because = refusé : { $said }
git-clean = tout est committé
git-dirty = des modifications non committées ({ $files })
git-only = seulement { $files }
git-also = aussi { $files }
problem-git-since = « since » et « changed-only » vont ensemble

# Procédures et exercices
fact-runbook-section = section « { $section } » de { $file }
fact-runbook-line = { $file }, ligne { $line }
fact-runbook-block = bloc de la ligne { $line }, sur { $host } (`{ $command }`)
runbook-runnable = des blocs exécutables
runbook-status = code { $status }
runbook-empty = aucun bloc à exécuter
runbook-empty-block = un bloc qui ne contient aucune commande
runbook-unmarked = un bloc qui ne dit pas où l'exécuter : commencez-le par ```sh {"{"}hote=…{"}"}, ou par ```text s'il ne fait que montrer quelque chose
runbook-brace = des marques sans {"}"} à la fin
runbook-mark = `{ $mark }`, qui n'est pas une marque : ce sont hote=…, as=…, statut=…
runbook-language = un bloc de `{ $language }`, qu'aucun shell ne lit : écrivez sh ou bash, et les commandes sans invite
runbook-host = la machine `{ $host }`, qui n'est pas de celles que la procédure concerne
runbook-host-off = la machine `{ $host }`, qui est éteinte au moment où la procédure sert
runbook-user = le compte `{ $user }`, que la personne qui suit la procédure n'a pas
runbook-endless = pas terminé : il attend quelque chose, peut-être une réponse ({ $said })
problem-runbook-path = `file` est un chemin absolu
problem-runbook-then = une procédure ne prouve rien sans contrôles à faire dans `then`
problem-runbook-times = `times` va de 1 à 5
fact-pass = passage { $number } de `{ $command }`
fact-imprint = tout ce qui est surveillé
fact-imprint-read = état que lit le lab
fact-imprint-start = dernier démarrage de l'unité { $unit }
imprint-same = comme avant
error-no-drift = `{ $command }`, qui devait abîmer quelque chose, n'a rien changé de ce qui est surveillé
problem-idempotent-watch = `idempotent` a besoin de quelque chose à surveiller : `files`, `packages`, `units` ou `read` ; `says` suffit quand il n'y a pas de `drift`
problem-idempotent-path = `files` contient des chemins absolus
fact-delivery = livraison { $path } sur { $node }
fact-rebuild = livraison rejouée sur des machines neuves : `{ $command }`
problem-rebuild-fresh = `rebuild` a besoin de machines à remettre à neuf dans `fresh`
problem-rebuild-then = un service remonté ne prouve rien sans contrôles à faire dans `then`
problem-rebuild-path = le `path` d'une livraison est un chemin absolu, autre que / lui-même
stage-no-clone = seules des copies peuvent être remises à neuf
stage-delivery = { $path } contient plus de { $size } Mio : une livraison doit tenir dans cette limite
doing-take = copie de { $path } depuis le nœud { $node }
doing-give = copie de { $path } vers le nœud { $node }
fact-pulse = { $what }, demandé sans cesse depuis { $from }
fact-pulse-before = { $what } depuis { $from }, avant toute perturbation
pulse-answers = une réponse
pulse-never = aucune réponse en une minute ({ $said })
pulse-outage = interrompu { $seconds } s, à { $within } s près
pulse-for-good = interrompu { $seconds } s, et encore à la fin du contrôle
pulse-errors = { $count } essais en échec ({ $said })
pulse-errors-most = au plus { $count } essais en échec
error-pulse-stalled = cette machine est restée figée { $seconds } s pendant que le service était sollicité : rien ne peut être conclu
problem-pulse-one = `probe` demande une seule chose parmi `ping`, `tcp`, `http` et `run` ; il y en a { $count }
problem-pulse-port = `tcp` est une machine et un port : web:80
problem-pulse-every = `every` vaut au moins 50ms
fact-action = action `{ $command }`
fact-writes-lost = écritures acceptées et introuvables
fact-writes-twice = écritures présentes deux fois
writes-none = aucune
writes-some = { $count } : { $numbers }
problem-continuity-action = `continuity` observe une seule action : `run` ou `runbook`
problem-continuity-bound = `continuity` a besoin d'une limite : `max-outage`, `max-errors` ou `recorded`
problem-continuity-writes = `recorded` relit ce qu'écrit un `run` de `probe`
pulse-back = en échec jusqu'à { $seconds } s après la fin de la perturbation
pulse-not-back = encore en échec à la fin du contrôle
pulse-back-within = rétabli { $bound } après la fin de la perturbation
error-fault-refused = la panne ne peut pas être provoquée sur { $node } ({ $said })
problem-disruption-one = `disrupt` est soit une `fault`, soit un `run`
problem-disruption-undo = `undo` défait un `run` ; une `fault` sait se défaire seule
problem-failover-bound = `failover` a besoin d'une limite : `max-outage`, `max-errors` ou `back-within`
problem-failover-undo = ce que fait `run` se défait par `undo`, qui manque
problem-failover-from = { $node } ne peut pas être à la fois perturbée et celle qui demande
fact-alert = alertes de { $url }
fact-alert-file = alertes dans { $path }
fact-alert-label = étiquette { $name } de l'alerte { $alert }
alert-manager = des alertes, telles qu'un Alertmanager les liste
alert-no-answer = aucune réponse
alert-none-before = aucune alerte de ce genre avant toute perturbation
alert-early = déjà levée : { $alert }
alert-raised-within = l'alerte, levée en { $bound } au plus
alert-none = aucune au bout de { $seconds } s
alert-over-within = résolue { $bound } au plus après la fin de la perturbation
alert-still = pas résolue au bout de { $seconds } s
alert-count = { $count }
alert-count-most = au plus { $count } pour la même cause
problem-alert-one = `alert` lit soit un `alertmanager`, soit un `file`
problem-alert-labels = `alertmanager` a besoin des `labels` qui désignent la bonne alerte : { "{" } alertname: … { "}" }
problem-alert-resolved = dans un `file`, `resolved` et `resolved-within` vont ensemble
fact-metric = `{ $what }`
fact-metric-of = `{ $what }` de { $labels }
fact-metric-count = séries de `{ $what }`
fact-replay = règles { $rules }, { $at } après le début de l'enregistrement
metric-some = une valeur
metric-none = aucune valeur
metric-truth = { $truth }, mesuré, à { $tolerance } près
metric-prometheus = une réponse de Prometheus
metric-firing = une alerte est levée
metric-silent = aucune alerte n'est levée
metric-rules = des règles que promtool peut lire
error-query = Prometheus refuse la requête `{ $query }` : { $said }
problem-metric-source = `metric` lit une seule chose : `prometheus` avec une `query`, `run` ou `replay`
problem-metric-compared = une valeur se compare à `value`, `count` ou `truth` ; `replay` a ses `moments`
problem-metric-tolerance = `tolerance` est un nombre ou un pourcentage, et dit à quelle distance de `truth`
problem-metric-moments = `replay` demande au moins un moment où une alerte est levée
