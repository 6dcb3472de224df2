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
problem-no-competence = le contrôle « { $id } » ne montre aucune compétence
problem-no-definition = pas de lab.yaml, ou bien il n'est pas en UTF-8
problem-no-mutant = pas de mutant.yaml à côté de ces scripts
problem-no-node = un lab a au moins un nœud
problem-no-place = le contrôle « { $id } » ne dit pas sur quel nœud il regarde (« on »)
problem-no-statement = pas de enonce.md, ou bien il n'est pas en UTF-8
problem-not-dataset = « { $name } » n'est pas un paramètre de type « dataset »
problem-not-one-of = « { $given } » n'est pas dans la liste : { $known }
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
doing-remove-container = suppression du conteneur { $container }
doing-sensor = création de la sonde
doing-snapshot = sauvegarde de l'état du nœud { $node }
doing-remove-snapshots = suppression des instantanés
doing-inspect = examen du nœud { $node }

## Images
image-unknown = il n'y a pas de recette de ce nom
image-pulling = téléchargement de { $image }
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
stage-no-sensor = il n'y a pas d'image de la sonde
