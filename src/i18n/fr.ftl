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
expect-exactly-allowing = exactement { $items }, et peut-être { $more }
expect-subset-of = rien d'autre que { $items }
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
expect-has-key = du JSON qui a la clé { $items }
expect-json-path = { $path } : { $inner }
expect-version = une version { $version }
expect-within-network = dans { $items }
expect-after = après { $moment }
expect-before = avant { $moment }
shown-near = { $actual } (le plus proche : « { $nearest } »)
shown-near-line = { $actual } (le plus proche : « { $nearest } », ligne { $line })
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
error-expected-zone = le lab compare avec { $given } une date sans fuseau horaire

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
fact-age = ancienneté de { $path }
fact-attribute = attribut { $name } de { $path }
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
transport-mute = { $machine } ne répond pas (attendu { $seconds } s)
transport-denied = { $machine } n'accepte pas le compte « { $user } »
transport-denied-hint = le mot de passe ou la clé ne convient pas, ou le compte est verrouillé ; essayez « ssh » à la main
transport-not-root = sur { $machine }, le compte ne devient pas root
transport-not-root-hint = le mot de passe de sudo ou de su manque ou ne convient pas, ou le compte n'y a pas droit
transport-unknown-host = { $machine } ({ $host }) n'est pas encore connu : sa clé est { $print }
transport-unknown-host-hint = comparez cette empreinte à celle que la machine affiche (« ssh-keygen -lf » sur sa clé), puis ajoutez la clé aux hôtes connus
transport-changed-host = la clé de { $machine } ({ $host }) n'est plus celle que l'on connaît : { $print }
transport-changed-host-hint = la machine a été réinstallée, ou une autre se fait passer pour elle : rien n'est fait tant que vous ne savez pas laquelle des deux
transport-revoked-host = la clé de { $machine } ({ $host }) a été révoquée : { $print }
transport-prompt = { $machine } n'affiche pas l'invite de sa plate-forme ; sa dernière ligne est « { $shown } » : vérifiez la plate-forme indiquée
transport-privilege = { $machine } refuse le mode privilégié : vérifiez son secret « enable »
transport-silent = { $machine } a cessé de répondre à « { $line } »
transport-no-shell = { $machine } est un équipement réseau sans interpréteur de commandes : seul le type « device » peut l'interroger

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
problem-idle-mutant = cette variante n'a ni script ni panne : ce serait la solution elle-même
problem-kind = { $count ->
    [0] le contrôle « { $id } » n'a pas de type : dites ce qu'il regarde, par exemple « file: » ou « command: »
   *[other] le contrôle « { $id } » a plusieurs types ({ $names }) : gardez-en un
  }
problem-level = le contrôle « { $id } » détruit ou redémarre quelque chose : son niveau est « full »
problem-missing-key = il manque la clé « { $key } »
problem-mode = « { $given } » n'est pas un mode : écrivez-le en octal et entre guillemets, par exemple "0640"
problem-fault-cleared = « fault-cleared » a besoin de deux contrôles dans « then » : le symptôme et la cause
problem-unknown-fault = il n'y a pas de panne « { $id } » dans le lab
problem-fault-kind = la panne « { $id } » a besoin d'un type et d'un seul, par exemple « service-stopped » ; elle en a { $count ->
    [0] aucun
   *[other] { $count } ({ $names })
}
problem-duplicate-fault = la panne « { $id } » existe déjà, à la ligne { $line }
problem-fault-interface = « { $given } » n'est pas une interface de nœud : écrivez son nom (« eth0 ») ou son adresse
problem-fault-port = le port 0 n'existe pas : écrivez-en un de 1 à 65535
problem-fault-loss = { $given } paquets sur cent ne peuvent pas être perdus : écrivez de 1 à 99
problem-fault-rate = « rate » va de 1kB à 1GB par seconde
problem-fault-name = « { $given } » n'est pas un nom : lettres, chiffres, points et tirets
problem-fault-directory = « { $given } » ne peut pas être rempli : écrivez le chemin absolu d'un répertoire, pas la racine
problem-fault-filler = « { $given } » n'est pas un nom de fichier dans le répertoire
problem-fault-size = « size » va de 1B à 256MiB
problem-fault-rights = « rights-wrong » change au moins « mode », « owner » ou « group »
problem-fault-authority = « ca » et « ca-key » vont ensemble
problem-fault-eaten = « resources-eaten » veut « memory », ou de 1 à 8 « processors »
problem-fault-clock = « by » vaut au moins 1s
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
manual-scale = { $label } ({ $scale })
problem-manual = « manual » veut un « label », et au moins deux degrés dans « scale » s'il y en a
rows-list = une liste de lignes
rows-no-list = autre chose qu'une liste
rows-no-key = une colonne de la clé manque
error-live-rows = « { $command } » n'a pas donné un tableau lisible : { $why }
error-table-no-truth = le lab ne donne aucune ligne attendue
error-formula = la formule « { $formula } » du lab ne se calcule pas : { $why }
fact-cell = « { $column } » de « { $row } » dans { $file }
fact-rows = lignes de { $file }
fact-column = « { $column } » dans { $file }
fact-xref = « { $value } », cherché dans « { $column } » de { $file }
table-right-value = une autre valeur
table-count = { $count }
table-goal = { $recall } des { $of } lignes attendues, { $precision } de lignes justes
table-reached = { $right } lignes justes sur { $given } rendues
table-missing = lignes qui manquent dans { $file }
table-surplus = lignes en trop dans { $file }
table-twice = lignes données plusieurs fois dans { $file }
table-keyless = lignes de { $file } sans { $columns }
table-others = autres lignes fausses de { $file }
calc-a-number = un nombre
calc-a-result = des nombres avec lesquels on puisse calculer
calc-right = le résultat exact
calc-right-about = le résultat à { $tolerance } près
calc-right-rounded = le résultat arrondi à { $digits } décimales
calc-in-unit = { $number }, en { $unit }
xref-in-each-row = une valeur dans chaque ligne
xref-rows-without = { $count } lignes sans valeur
problem-table-format = « { $file } » n'est pas un tableau : précisez « format » (csv, yaml ou json)
problem-table-empty = « table » ne compare rien : donnez-lui « key », et « rows » ou « live »
problem-table-key = chaque ligne de « rows » et de « allowed » donne une valeur simple aux colonnes de la clé ({ $key })
problem-table-twice = deux lignes ont la clé « { $key } »
problem-calc-format = le nom « { $file } » ne dit pas le format : précisez « format »
problem-calc-empty = « calc » ne calcule rien : donnez-lui « cells »
problem-calc-name = « { $name } » ne peut pas servir de nom dans une formule : des lettres sans accent, des chiffres et « _ », une seule fois
problem-calc-round = « round » de « { $path } » est de 0 à 12
problem-formula = la formule de « { $path } » est fausse : { $why }
doc-a-text = un texte
doc-filled-in = une réponse à la place du gabarit
doc-min-words = au moins { $count } mots
doc-words = { $count } mots
doc-a-heading = un titre du document
doc-in-each = une valeur dans chaque élément
doc-schema = ce que demande le schéma
doc-once = une seule fois
doc-times = { $count } fois
doc-other-text = un texte qui n'y répond pas
fact-line = ligne { $line } de { $file }
fact-section = partie « { $title } » de { $file }
fact-link = lien « #{ $link } » de { $file }
fact-identifier = identifiant « { $value } » dans { $file }
problem-doc-format = le nom « { $file } » ne dit pas le format : précisez « format » (markdown, text, yaml ou json)
problem-doc-sections = seul un texte en Markdown a des « sections »
problem-doc-schema-form = « schema » est fait pour du YAML ou du JSON
problem-doc-schema = le schéma n'est pas valable : { $why }
problem-doc-unique = « unique » n'est pas une expression régulière : { $why }
problem-doc-empty = « doc » ne demande rien : donnez-lui « sections », « text », « min-words », « unique » ou « schema »
ticket-a-moment = un moment, comme 2026-03-02 08:30
fact-ticket = ticket « { $id } » dans { $directory }
fact-tickets = nombre de tickets retenus dans { $directory }
fact-delay = délai de « { $from } » à « { $to } » dans { $file }
problem-ticket-directory = « { $directory } » n'est pas un chemin absolu
problem-ticket-empty = « ticket » ne compare rien : donnez-lui « values », « delays » ou « count »
fact-graph = schéma de { $file }
graph-goal = { $share } d'accord avec les { $of } nœuds et liens réels (F1)
graph-reached = { $right } justes sur { $drawn } dessinés
graph-missing = nœuds et liens qui manquent dans { $file }
graph-surplus = nœuds et liens en trop dans { $file }
error-graph-no-truth = le lab ne donne ni nœud ni lien attendu
drawing-too-deep = trop d'accolades les unes dans les autres
drawing-a-list = « { $name } » doit être une liste
drawing-a-node = un nœud est un nom, ou a un « name »
drawing-an-edge = un lien s'écrit « a -- b », [a, b] ou { "{" } from: a, to: b { "}" }
problem-graph-format = le nom « { $file } » ne dit pas le format : précisez « format » (dot, plantuml ou yaml)
problem-graph-empty = « graph » ne compare rien : donnez-lui « edges », « nodes » ou « live »
problem-graph-edge = « { $edge } » n'est pas un lien : écrivez « a -- b »
fact-task = tâche « { $task } » de { $file }
fact-task-days = jours de travail de « { $task } »
fact-task-length = durée de « { $task } »
fact-task-resource = ressource de « { $task } »
fact-task-start = début de « { $task } »
fact-task-end = fin de « { $task } »
fact-cost = coût du planning { $file }
plan-a-date = une date, comme 2026-03-02 ou 02/03/2026
plan-end-after-start = une fin après le début
plan-after = après la fin de « { $task } » ({ $when })
plan-from = le { $when } au plus tôt
plan-until = le { $when } au plus tard
plan-working-day = des jours ouvrés au début et à la fin
plan-day-off = le { $day } est chômé
plan-available = une ressource présente
plan-absent = { $who } est absent le { $day }
plan-capacity = pas plus de tâches à la fois que la ressource ne peut en faire
plan-crowded = { $who }, { $day } : { $tasks }
plan-priced = une ressource qui a un tarif, pour chaque tâche
problem-plan-format = le nom « { $file } » ne dit pas le format : précisez « format » (csv, yaml, json ou ics)
problem-plan-empty = « plan » ne vérifie rien : donnez-lui « tasks »
problem-plan-after = « { $task } » ne peut pas venir après « { $before } », qui n'est pas une autre tâche
problem-plan-cost = « cost » et « rates » vont ensemble
problem-plan-rate = « { $rate } » n'est pas un tarif
problem-partial = « { $id } » ne se compte pas par éléments : retirez « partial »
problem-needs-manual = « { $id } » est laissé à l'enseignant, aucun contrôle ne peut l'attendre
problem-points = les points sont un entier de 1 à 1000, pas { $given }
problem-prefix = le préfixe du réseau « { $network } » est entre 16 et 29
problem-script-name = un script se nomme NN-<nœud>.sh, avec l'un des nœuds : { $known }
problem-step-kind = une étape fait exactement une chose (« file », « group », « user », « dataset » ou « command »), celle-ci { $count }
problem-template = modèle : { $said }
problem-type = attendu : { $expected } ; trouvé : { $found }
problem-uncovered = aucun contrôle ne montre la compétence { $code } de l'activité ({ $label })
problem-unknown-activity = l'activité { $code } n'est pas dans le référentiel
problem-amount = { $given } n'est pas un nombre de 0 à { $most } à deux décimales au plus
problem-levels = « acquired » va jusqu'à 100, et « not-acquired » est au-dessous de « acquired »
problem-no-such-competence = { $code } n'est pas dans le référentiel
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
doing-toolbox = préparation de la boîte à outils des contrôles
doing-beside = création d'un conteneur à côté du nœud { $node }
doing-inject = provocation de { $id }
doing-clear = annulation de { $id }
doing-fault = conservation de la trace de la panne { $id }
doing-fault-record = lecture ou écriture de la trace d'une panne
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
toolbox-absent = elle n'a pas été copiée dans un volume du moteur : `paillasse up` s'en charge
toolbox-none = { $node } vient d'une version antérieure et n'a que ses propres programmes, qui ne prouvent rien : reconstruisez-le avec `paillasse reset`
toolbox-altered = quelque chose prend la place des programmes qui examinent { $node }, ou ils ont été modifiés : reconstruisez-le avec `paillasse reset`
stage-no-power = seuls les nœuds peuvent être arrêtés et démarrés
error-fault-absent = la panne « { $id } » n'est pas provoquée : personne ne peut l'avoir réparée
fault-state-injected = provoquée
fault-state-absent = –
fault-none = le lab { $lab } n'a pas de panne
fault-unknown = il n'y a pas de panne « { $id } »
fault-yaml = ce n'est pas une panne : { $said }
fault-yaml-hint = écrivez-la comme dans un lab : « --on NŒUD 'service-stopped: {"{"} unit: cron {"}"}' »
fault-no-node = une panne écrite en toutes lettres a besoin de son nœud : « --on NŒUD »
fault-injected = { $id } : provoquée sur { $node }
fault-injected-already = { $id } : déjà provoquée
fault-not-injected = { $id } : n'est pas provoquée
fault-none-injected = aucune panne n'est provoquée
fault-cleared = { $id } : annulée
fault-cleared-kept = { $id } : terminée ; ce qui a été modifié depuis est laissé tel quel
incident-time = « { $given } » n'est pas une heure : écrivez « 10:30 », ou un instant comme « 2026-09-01T08:30:00Z »
incident-none = le lab { $lab } n'a aucune panne avec un symptôme
incident-none-hint = ajoutez « symptom: » et « cause: » à une panne de « faults: » dans lab.yaml
incident-begins = l'incident commence : { $count ->
    [one] une panne
   *[other] { $count } pannes
} (graine { $seed }) ; Ctrl-C arrête la surveillance
incident-seen-by-check = { $id } : le symptôme apparaît
incident-repaired = { $id } : réparée
incident-over = tout est réparé
incident-declared = c'est noté
incident-no-incident = il n'y a pas eu d'incident sur { $bench }
incident-state-over = terminé ; { $outage } de coupure en tout
incident-state-watched = en cours ; { $outage } de coupure jusqu'ici
incident-state-cut = plus personne ne le surveille ; { $outage } de coupure jusqu'ici. « paillasse fault clear --all » annule ce qui reste
fault-unreachable = la panne « { $id } » n'a pas pu être traitée : { $cause }
fault-refused = la panne « { $id } » ne peut pas être provoquée ici : { $because } ; rien n'a changé
fault-failed = la panne « { $id } » : une commande a échoué : { $said }
fault-failed-hint = « paillasse fault clear » réessaie ; « paillasse reset NŒUD » refait le nœud à neuf
fault-no-record = la trace de la panne « { $id } » est illisible : elle ne peut pas être annulée
fault-refused-already = { $what } est déjà dans cet état
fault-refused-no-unit = l'unité { $what } n'existe pas
fault-refused-no-process = aucun processus n'exécute { $what }
fault-refused-no-service = { $what } n'appartient à aucun service qui pourrait le relancer
fault-refused-no-interface = l'interface { $what } n'existe pas
fault-refused-no-tool = { $what } est absent
fault-refused-no-file = le fichier { $what } n'existe pas
fault-refused-no-directory = { $what } n'est pas un répertoire
fault-refused-no-text = le texte à remplacer ne figure pas dans { $what }
fault-refused-no-user = le compte local { $what } n'existe pas
fault-refused-no-certificate = { $what } ne peut pas être signé à nouveau avec les clés indiquées
fault-refused-no-limit = le nœud n'a pas de limite de mémoire : l'hôte en souffrirait
fault-refused-too-large = { $what } est trop gros
fault-refused-kernel = le noyau ne propose pas { $what }

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
column-fault = panne
column-kind = type
column-title = ce qui casse
column-injected = provoquée
column-seen = symptôme
column-declared = signalée
column-repaired = réparée
column-outage = coupure
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
phase-fault = panne { $id }
phase-reset = remise à zéro
phase-again = solution, encore
phase-down = suppression
phase-good = conforme
phase-bad = { $count ->
    [one] un défaut
   *[other] { $count } défauts
  }
expected-pass = réussi
expected-fail-fault = échoué tant que la panne est là
expected-pass-cleared = réussi une fois la panne levée
expected-fail = échoué
flaw-broke-off = interrompu : { $reason }
flaw-untouched-earns = { $id } rapporte { $points } point(s) sans aucun travail : donnez à « partial » une part plus haute
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
state-class-secret = le secret de la classe
state-signing-key = la clé de signature
state-private = impossible de lire ou d'écrire { $what }, { $path } : { $reason }
state-exposed = d'autres que vous peuvent lire { $what }, { $path } (droits { $mode })
state-exposed-hint = chmod 600 { $path }
state-damaged = le secret de la classe, { $path }, est abîmé : 64 chiffres hexadécimaux sont attendus
state-damaged-hint = rétablissez-le depuis une sauvegarde. Sans sauvegarde, « rm { $path } » en fera un nouveau, et tous les étudiants auront d'autres valeurs : les bancs en cours seront à refaire
state-damaged-key = la clé de signature, { $path }, est abîmée : une clé Ed25519 d'OpenSSH, sans phrase secrète, est attendue
state-damaged-key-hint = rétablissez-la depuis une sauvegarde. Sans sauvegarde, « rm { $path } » en fera une nouvelle ; qui tient une liste de clés aura besoin de la nouvelle (« paillasse verify --key »)
state-host-key = la clé du serveur de la classe
state-access-book = la liste de ceux qui peuvent entrer
state-join-key = la clé avec laquelle cette machine se connecte
state-joined = ce que cette machine retient de la classe
state-damaged-file = { $what }, { $path }, ne se lit plus : fichier abîmé
state-damaged-access-hint = rétablissez le fichier depuis une sauvegarde. Sans sauvegarde, « rm { $path } » en fera un nouveau, et il faudra de nouveaux codes aux étudiants (« paillasse class codes »)
state-damaged-joined-hint = rm { $path }, puis reconnectez-vous avec votre code
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
help-format = Forme du résultat : terminal, json, junit, tap, markdown, csv, html
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
help-verb-fault = Provoque une panne, et l'annule (pour l'enseignant)
help-verb-fault-list = Liste les pannes d'un lab, provoquées ou non
help-verb-fault-inject = Provoque des pannes
help-verb-fault-clear = Annule des pannes
help-fault-inject-faults = Pannes du lab, ou une panne en toutes lettres : 'service-stopped: {"{"} unit: cron {"}"}'
help-fault-inject-on = Le nœud d'une panne écrite en toutes lettres
help-fault-clear-faults = Pannes provoquées
help-fault-clear-all = Toutes
help-verb-incident = Déclenche des pannes, et raconte comment elles ont été traitées
help-verb-incident-start = Provoque des pannes à leur heure et surveille jusqu'à leur réparation
help-verb-incident-seen = Note que la panne a été remarquée
help-verb-incident-show = Montre le déroulement du dernier incident
help-incident-start-within = Au hasard dans ce délai : 20min
help-incident-start-at = À cette heure (10:30), ou à cet instant (RFC 3339)
help-incident-start-pick = Combien de pannes sont tirées ; 1 par défaut
help-incident-start-seed = D'où pannes et heures sont tirées, pour obtenir les mêmes
help-incident-start-only = Tire parmi ces pannes seulement
help-file = Le fichier
help-images = Les images (toutes par défaut)
help-verb-lab-test = Prouve un lab : intact, solution, variantes, remise à zéro
help-verb-lab-lint = Cherche les erreurs dans les fichiers d'un lab
help-verb-lab-new = Écrit un lab à compléter
help-labs = Les labs (tous par défaut)
help-students = Nombre d'étudiants, chacun avec ses valeurs (3 par défaut)
help-jobs = Nombre de bancs en même temps, tous labs ensemble (par défaut : les processeurs du moteur)
help-mutants = Seulement ces variantes
help-name = Le nom du dossier
help-activity = L'activité (A3.3.2)
help-into = Où créer le dossier (« labs » par défaut)
help-verb-doctor = Examine la machine et le moteur, et dit comment réparer
help-class-size = Nombre d'étudiants prévus
help-doctor-lab = Le lab prévu
help-verb-demo = Déroule un lab de bout en bout, avec sa solution
help-demo-keep = Garde le banc à la fin
help-verb-schema = Donne les formats : lab, inventory, kinds (types de contrôles), report, result
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
fact-http-cookie = cookie { $name } posé par { $url }
fact-http-cookie-attribute = { $key } du cookie { $name } posé par { $url }
http-within = une réponse en { $bound } au plus
http-after = une réponse au bout de { $seconds } s
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
problem-http-certificate = `certificate` et `key` vont ensemble
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
shown-package-empty = déclaré à dpkg, sans aucun fichier
shown-package-missing = déclaré à dpkg, mais { $path } n'y est pas
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
report-manual = à l'enseignant
report-left-to-teacher = laissé à l'enseignant : { $criterion }
report-elements = { $right } sur { $of } éléments justes
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
report-aside-manual = { $points ->
    [0] Laissé à l'enseignant :
    [one] Laissé à l'enseignant ({ $points } point, hors du total) :
   *[other] Laissé à l'enseignant ({ $points } points, hors du total) :
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
fact-ldap = { $url }
fact-ldap-result = recherche sous « { $base } » par { $whom }
fact-ldap-entries = entrées { $filter } sous « { $base } »
fact-ldap-attribute = { $name } de { $dn }
fact-ldap-place = place dans l'annuaire
ldap-anonymous = un anonyme
ldap-result = { $word } ({ $said })
ldap-denied = un refus du serveur
ldap-an-entry = au moins une entrée
ldap-under = sous { $dn }
problem-ldap-url = « { $url } » n'est pas l'adresse d'un annuaire : écrivez ldap://HÔTE ou ldaps://HÔTE, sans rien après
problem-ldap-bind = « bind » et « password » vont ensemble, et le mot de passe n'est pas vide : sans lui, le serveur croirait à un anonyme
problem-ldap-starttls = « ldaps:// » est déjà du TLS : ôtez « starttls »
problem-ldap-clear = un certificat ne se vérifie qu'avec « starttls » ou « ldaps:// »
problem-ldap-denied = une recherche refusée (« denied ») n'a ni entrées ni autre résultat à comparer
problem-ldap-filter = « { $filter } » n'est pas un filtre : écrivez-le entre parenthèses
problem-ldap-result = « { $word } » n'est pas un résultat : écrivez success, no-such-object, invalid-credentials, insufficient-access…, ou code-N
fact-smb = { $what } dans { $share } en tant que { $user }
fact-smb-login = connexion de { $user } à { $server }
smb-guest = invité
smb-as-guest = pas de session à ce nom : le serveur refuse, ou prend ce compte pour un invité ({ $said })
smb-same = le fichier déposé
smb-differs = un autre contenu
error-smb-left = un fichier témoin (paillasse-…) n'a pas pu être ôté de « { $share } » : donnez dans « planter » un compte qui le peut
problem-smb-operations = dites ce qui est essayé dans « operations », ou « login: denied » seul
problem-smb-user = « user » et « password » vont ensemble ; un invité ne se voit pas refuser la connexion
problem-smb-path = « { $path } » : ces chemins s'écrivent avec des « / », sans guillemet, point-virgule ni joker
problem-smb-planter = « get » sans « file » et « delete » ont besoin d'un fichier : donnez « put: ok », ou un compte « planter » qui le dépose
problem-smb-file = « file » dit ce que lit « get », et « content » ce qu'il doit y lire (« get: ok »)
fact-radius = authentification de { $user } auprès de { $server }
fact-radius-attribute = attribut { $name } de la réponse pour { $user }
radius-accept = acceptée
radius-reject = refusée
radius-silent = pas de réponse (serveur arrêté, client non déclaré ou secret partagé faux)
radius-closed = rien n'écoute sur ce port
radius-challenge = le serveur demande autre chose (Access-Challenge)
radius-said = { $answer } (« { $said } »)
radius-untrusted = le certificat du serveur n'est pas reconnu ({ $said })
radius-other-secret = une réponse signée avec un autre secret partagé
problem-radius-from = les méthodes EAP se jouent depuis la sonde : ôtez « from »
problem-radius-tunnel = « ca » et « outer-identity » ne servent qu'à eap-peap et eap-ttls
problem-radius-request = « request » ne sert pas aux méthodes EAP
problem-radius-silent = un serveur muet n'envoie pas d'attributs
problem-radius-line = « secret », « user », « password » et « request » tiennent chacun sur une ligne, le secret n'est pas vide
fact-mail = message à { $to } par { $server }
fact-mail-login = connexion de { $user } à { $server }
fact-mail-box = dossier { $folder } de { $user }
fact-mail-header = en-tête { $name } du message reçu
fact-mail-attachment = pièce jointe { $name }
mail-accepted = accepté (code { $code })
mail-refused = refusé ({ $said })
mail-code = code { $code }
mail-no-login = le serveur ne propose pas de connexion ; le message est parti sans
mail-readable = un dossier qui s'ouvre
mail-arrived = le message envoyé
mail-absent = pas de message après { $within }
mail-elsewhere = il est resté dans INBOX
mail-altered = absente ou modifiée
problem-mail-login = « smtp.user » et « smtp.password » vont ensemble
problem-mail-address = « sender », « to » et « helo » sont des adresses seules, sans espace ni chevrons ; il y a au moins un destinataire
problem-mail-subject = l'objet tient sur une ligne, et le nom de la pièce jointe est en ASCII, sans guillemets
problem-mail-refused = un message qui doit être refusé n'arrive dans aucune boîte : ôtez « imap »
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
problem-access-letters = `{ $key }` connaît les lettres { $known }, et « - » pour rien
problem-access-password = « passwords » n'en donne pas pour { $user }
problem-access-bind = `bind` a besoin d'un « * » à la place du nom du compte
problem-access-attribute = « { $name } » n'est pas le nom d'un attribut
problem-access-unread = personne ne peut lire ce qu'il faudrait écrire sur { $dn } : un compte a besoin de `r`
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

# interface
fact-interface = interface { $name }
fact-interface-up = interface { $name } activée
fact-interface-carrier = porteuse de l'interface { $name }
fact-interface-addresses = adresses de l'interface { $name }
fact-interface-mtu = MTU de l'interface { $name }
fact-interface-mac = adresse MAC de l'interface { $name }
fact-interface-description = description de l'interface { $name }
fact-interface-master = pont ou agrégat de l'interface { $name }
fact-interface-type = type de l'interface { $name }
problem-interface-which = il faut soit « name », une interface, soit « network », un réseau en notation CIDR
error-untold = cette plateforme ne le dit pas : { $what }
fact-device = réponse à { $command }
fact-device-version = version du système
fact-device-saved = configuration de démarrage de l'équipement
fact-device-section = section { $section } de la configuration active
fact-device-line = ligne { $line } de la configuration active
fact-device-line-in = ligne { $line } de la section { $section }
fact-neighbour = voisin OSPF { $to }
fact-neighbour-state = état du voisin OSPF { $to }
neighbour-at = { $state } sur { $device }
device-saved = celle qui est active
device-unsaved = une autre que celle qui est active
device-not-saved = lignes différentes : { $count } (+ active seulement, - enregistrée seulement) : { $lines }
problem-device-untold = « { $key } » ne se demande pas à « { $platform } »
problem-device-route = « { $to } » n'est pas une route : écrivez un réseau (10.2.0.0/16, default) ou une adresse
problem-device-section = hors des sections, dites ce qui est attendu : « contains » ou « lacks »
problem-device-empty = « device » doit attendre quelque chose : « version », « interfaces », « routes », « vlans », « ports », « neighbours », « running-config » ou « saved »
fact-vlan = VLAN { $id }
fact-vlan-name = nom du VLAN { $id }
fact-vlan-port = port { $port } dans le VLAN { $id }
fact-port = port { $name }
fact-port-mode = mode du port { $name }
fact-port-trunking = port { $name } en trunk
fact-port-access = VLAN du port { $name }
fact-port-native = VLAN natif du port { $name }
fact-port-allowed = VLAN que laisse passer le port { $name }
problem-device-vlan = il n'y a pas de VLAN { $id } : écrivez un nombre de 1 à 4094
problem-device-vlans = « { $list } » n'est pas une liste de VLAN : écrivez « 10,20-22 », « all » ou « none »

# mount
fact-mount = { $point } maintenant
fact-mount-boot = { $point } au démarrage
fact-mount-source = source de { $point } { $when }
fact-mount-type = type de { $point } { $when }
fact-mount-options = options de { $point } { $when }
fact-mount-used = part utilisée de { $point } (%)
fact-mount-inodes = part utilisée des inodes de { $point } (%)
mount-now = maintenant
mount-at-boot = au démarrage
shown-mounted = monté
shown-not-mounted = non monté
problem-mount-point = « { $given } » n'est pas le chemin absolu d'un répertoire

# kernel-param
error-kernel-param = le noyau de cette machine n'a pas de paramètre { $name }, ou ne le montre pas
fact-kernel-now = { $name } maintenant
fact-kernel-boot = { $name } au démarrage
kernel-set-in = { $value }, fixé par { $file }
kernel-not-set = aucun fichier lu au démarrage ne le fixe
problem-kernel-name = « { $given } » n'est pas le nom d'un paramètre du noyau, comme « net.ipv4.ip_forward »
problem-kernel-when = rien n'est regardé : « now » et « at-boot » valent tous deux false

# dhcp
fact-dhcp = DHCP sur { $network }
fact-dhcp-offer = { $what } (offre de { $server })
dhcp-an-offer = une offre
dhcp-no-offer = aucun serveur ne répond
dhcp-offered-by = offre de { $servers }
dhcp-server = serveur
dhcp-address = adresse
dhcp-netmask = masque
dhcp-routers = passerelles
dhcp-dns = serveurs de noms
dhcp-domain = domaine
dhcp-ntp = serveurs de temps
dhcp-lease = durée du bail, en secondes
error-dhcp-interface = la machine qui demande n'a pas d'interface sur { $network }
error-dhcp-not-sent = la demande n'est pas partie de la machine : { $said }
problem-dhcp-network = « { $given } » n'est pas un réseau en notation CIDR, comme « 10.0.0.0/24 »
problem-dhcp-mac = « { $given } » n'est pas une adresse MAC, comme « 02:00:00:00:00:11 »
problem-dhcp-none = rien ne peut être attendu d'offres qui ne doivent pas être faites

# snmp
fact-snmp = SNMP { $oid } de { $to }
snmp-refused = refusé
snmp-a-value = une valeur
snmp-answered = réponse : { $said }
snmp-silent-to-us = pas de réponse à cette identité (l'agent répond à d'autres)
snmp-nothing-listens = rien n'écoute sur ce port
snmp-silent = pas de réponse, qui que ce soit qui demande
error-snmp-silent = aucun agent ne donne signe de vie à l'adresse { $to } : un refus ne se distingue pas d'une absence
problem-snmp-who = il faut soit une « community » (version 1 ou 2c), soit un « user » (version 3)
problem-snmp-privacy = « privacy-passphrase » demande « auth-passphrase »
problem-snmp-phrase-missing = « auth » demande « auth-passphrase », et « privacy » demande « privacy-passphrase »
problem-snmp-phrase = une phrase secrète de SNMPv3 a au moins 8 caractères
problem-snmp-line = une identité de SNMP tient sur une ligne
problem-snmp-oid = « { $given } » n'est pas un OID en chiffres, comme « 1.3.6.1.2.1.1.5.0 »

# ntp
fact-ntp = heure de { $what }
fact-ntp-stratum = strate de { $what }
fact-ntp-offset = écart d'horloge de { $what }, en secondes
fact-ntp-source = source de l'heure de { $what }
ntp-synchronised = synchronisée
ntp-not-synchronised = non synchronisée
ntp-follows = suit { $source }
ntp-own-clock = suit sa propre horloge
ntp-no-daemon = aucun démon de temps ne tourne
ntp-server-unsynchronised = répond sans connaître l'heure
ntp-no-server = rien n'écoute sur le port UDP 123
ntp-silent = pas de réponse
error-ntp-daemon = le démon de temps de cette machine ne peut pas être interrogé : seul chrony le peut, par « chronyc »
problem-ntp-not = rien ne peut être attendu d'une horloge qui ne doit pas être synchronisée

# log-propagation
fact-log-emitted = ligne journalisée sur { $node }
fact-log-in = ligne témoin dans { $place }
fact-log-line = ligne témoin dans { $place }, telle qu'elle est arrivée
log-accepted = acceptée par le système
log-lost = { $missing } lignes sur { $lines } manquent
problem-log-where = chaque lieu demande exactement l'un de « file », « journal » (ou « journal-directory ») et « query »
problem-log-query = une « query » cherche « $PAILLASSE_WITNESS »
problem-log-priority = « { $given } » n'est pas une catégorie et une gravité de syslog, comme « authpriv.warning »
problem-log-lines = « lines » va de 1 à 100
problem-log-action = « action » remplace « facility », « severity », « tag » et « lines »
problem-log-witness = l'« action » doit laisser « $PAILLASSE_WITNESS » dans la ligne
problem-log-wait = « wait » accompagne « while-stopped » ; sinon, donnez un « within » au contrôle
## Résultats qui voyagent
result-unfinished = la vérification { $run } n'est pas allée à son terme : il n'y a pas de résultat à enregistrer
result-old = la vérification { $run } date d'avant que tout ce qu'un résultat contient ne soit gardé
result-run-hint = relancez « paillasse check », avec « --save FICHIER »
result-not-kept = la vérification n'est pas entière dans le journal : il n'y a rien à enregistrer
result-sign = le résultat ne peut pas être signé : { $reason }
result-written = résultat signé écrit dans { $path }
result-empty = le fichier est vide
result-too-large = le fichier dépasse { $largest } Mio : ce n'est pas un résultat
result-not-text = le fichier n'est pas du texte en UTF-8 : ce n'est pas un résultat de paillasse
result-truncated = il manque la fin du fichier
result-not-one = ce n'est pas un résultat de paillasse, ou il a été modifié : { $reason }
result-not-one-hint = un résultat est ce qu'écrit « paillasse check --save FICHIER » ou « paillasse submit »
result-no-signature = la signature du résultat est illisible : elle a été modifiée ({ $reason })
result-altered = le résultat a été modifié : ce n'est pas ce que la clé { $key } a signé
result-altered-hint = redemandez le fichier, ou vérifiez le banc à nouveau ; ce que dit celui-ci ne vaut rien
result-file-altered = le rendu a été altéré : { $path } n'est pas ce qui a été signé
result-archive = l'archive ne se décompresse pas : { $reason }
result-unreadable = le résultat est tel qu'il a été signé, mais ne se comprend pas : { $reason }
result-newer = le résultat vient d'une version plus récente de paillasse (version { $found } du format, { $known } connue ici) : mettez paillasse à jour
result-other-values = le résultat de { $student } ne peut pas être rejugé ici : il a été fait avec un autre secret de classe, ses bonnes réponses ne sont donc pas connues
result-other-values-hint = rejugez-le sur la machine où il a été fait
result-known-line = la ligne { $line } de { $path } n'est pas une clé utilisable
result-known-line-hint = une ligne est « NOM ssh-ed25519 CLÉ », comme l'écrit « paillasse verify --key » ; parmi les options, seule namespaces="…" est prise en compte
verify-intact = Intact : c'est bien ce qui a été signé.
verify-this-machine = cette machine
verify-known = Clé { $key } : connue ({ $who })
verify-unknown = Clé { $key } : inconnue. Rien ne dit qui a signé ; « --known FICHIER » donne une liste de clés
verify-lab = Lab { $lab } – { $title }, empreinte { $hash }
verify-lab-same = C'est le lab tel qu'il est ici.
verify-lab-other = Le lab présent ici est une autre version : « paillasse rejudge » dit ce qu'elle conclurait.
verify-lab-none = Ce lab n'est pas présent ici.
verify-run = Vérification de { $student }, niveau { $level }, le { $started }, paillasse { $tool }
verify-files = Avec { $count } fichiers de l'étudiant, tels qu'ils ont été signés ; { $left_out } laissés de côté.
verify-score = { $earned } sur { $judged ->
    [one] { $judged } point jugé
   *[other] { $judged } points jugés
  }, soit { $mark }/20
rejudge-no-evidence = les preuves ne contiennent pas ce que demande le contrôle corrigé
rejudge-cut = la preuve était trop longue pour être gardée entière
rejudge-masked = la preuve cache une valeur qui n'est plus connue
rejudge-unknown-key = le résultat est intact, mais signé d'une clé qui n'est pas celle de cette machine : voyez « paillasse verify »
rejudge-same-lab = { $lab } : rejugé par le même lab
rejudge-other-lab = { $lab } : rejugé par une autre version du lab
rejudge-total = Avant : { $before }. Maintenant : { $now }.
column-before = avant
column-now = maintenant
column-change = changé
help-check-save = Écrit aussi la vérification et ses preuves, signées, dans ce fichier
help-history-save = Écrit cette vérification et ses preuves, signées, dans ce fichier
help-verb-verify = Dit si un résultat signé est intact, et qui l'a signé
help-result = Le résultat, un fichier écrit par « check --save »
help-known = Une liste de clés : des lignes « NOM ssh-ed25519 CLÉ », comme le fichier allowed_signers d'OpenSSH
help-verify-lab = Le lab à comparer (par défaut : celui de l'activité)
help-key = Donne la clé de cette machine, sous forme d'une ligne pour cette liste
help-verb-submit = Écrit ce qu'un étudiant rend : l'exécution complète et ce sur quoi elle repose, les livrables, la configuration modifiée, le tout signé
help-submit-level = full : aussi les exercices, sur des copies (par défaut) ; quick : regarde sans toucher
help-submit-output = Le fichier, ou le dossier où il va (par défaut ici, sous un nom qui dit le banc et l'heure)
help-submit-dry-run = Montre seulement quels fichiers seraient rendus
help-verb-grade = Note une classe : ses bancs, ou ce qu'elle a rendu (--from)
help-grade-lab = Le lab : code de l'activité (A3.3.2) ou dossier
help-grade-from = Un dossier de rendus, ou l'archive ZIP que Moodle en donne ; les bancs ne sont alors pas touchés
help-grade-level = full : aussi les exercices, sur des copies (par défaut) ; quick : regarde sans toucher
help-grade-twice = Lance les vérifications deux fois : celle qui ne conclut pas deux fois la même chose n'est pas jugée
help-grade-jobs = Combien de bancs à la fois (par défaut : autant que le moteur a de processeurs)
help-grade-deadline = Quand le travail est dû : 2026-11-25T12:00, 2026-11-25 (la fin du jour), 12:00 (aujourd'hui)
help-grade-grace = De combien il peut venir plus tard quand même : 10min
help-grade-late = Ce que devient un travail en retard : accept (par défaut), refuse, ou un coût par durée entamée : 10%/h, 2/d
help-grade-hint-cost = Ce que coûte chaque indice : des points (0,5) ou une part de la note (5%) ; rien par défaut
help-grade-scale = Comment les points deviennent des notes : un fichier YAML (par défaut sur 20, au centième)
help-grade-out-of = La note d'un travail parfait, de 1 à 1000 (par défaut 20) ; passe avant le fichier du barème, comme les deux suivantes
help-grade-round = À quoi les notes sont arrondies : 0.01 (par défaut), 0.1, 0.25, 0.5 ou 1
help-grade-rounding = Dans quel sens : nearest (au plus proche, par défaut), up (au-dessus), down (au-dessous)
help-grade-format = La forme de ce qui est affiché : terminal, json, html, csv, moodle, markdown, junit, tap
help-grade-output = Un dossier où chaque forme est écrite
help-verb-rejudge = Rejuge des preuves enregistrées d'après le lab actuel, sans le banc
help-of = Le fichier d'un résultat, ou le numéro d'une vérification (« paillasse history »)
help-rejudge-lab = Le lab d'après lequel juger (par défaut : celui de l'activité)

## Ce que les preuves montrent en plus
phase-omission = sans { $place }
flaw-flaky = { $id } ne conclut pas toujours pareil : { $verdicts }
flaw-matrix = { $id } : { $recorded } dans le relevé, { $seen } ici
flaw-matrix-new = pas encore dans le relevé : « paillasse lab test --record » l'y met
flaw-matrix-gone = dans le relevé, mais disparu : « paillasse lab test --record » relève ce qu'il y a
flaw-matrix-unreadable = le relevé, matrix.json, est illisible : { $reason }
omission-killed = sans { $place } (« { $step } ») : échec de { $checks }
omission-unnoticed = sans { $place } (« { $step } ») : aucun contrôle ne le remarque
omission-broke-off = sans { $place } (« { $step } ») : la suite de la solution s'interrompt
proof-surviving = « { $id } » réussit quelle que soit l'étape retirée de la solution
record-no-folder = { $lab } est à l'intérieur du programme : il n'y a pas de dossier où le relever
record-no-folder-hint = donnez le dossier du lab, ou « --labs-dir DOSSIER »
record-flawed = { $lab } n'est pas relevé : il a des défauts
record-written = relevé écrit dans { $path }
help-repeat = Combien de fois les contrôles passent dans chaque état, pour trouver ceux qui ne sont pas stables (1 par défaut)
help-generate-mutants = Essaie aussi la solution privée d'une de ses étapes à la fois, sur un étudiant
help-max = Combien d'étapes au plus sont retirées (12 par défaut)
help-record = Écrit matrix.json à côté du lab : quel contrôle réussit quand
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
problem-runbook-undo = c'est à la procédure de réparer ce que fait `disrupt` : retirez `undo`
problem-runbook-times = `times` va de 1 à 5
fact-pass = passage { $number } de `{ $command }`
fact-imprint = tout ce qui est surveillé
fact-imprint-read = état que lit le lab
fact-imprint-start = dernier démarrage de l'unité { $unit }
imprint-same = comme avant
error-no-drift = `{ $command }`, qui devait abîmer quelque chose, n'a rien changé de ce qui est surveillé
problem-idempotent-watch = `idempotent` a besoin de quelque chose à surveiller : `files`, `packages`, `units` ou `read` ; `says` suffit quand il n'y a pas de `drift`
problem-idempotent-nothing = un programme qui ne fait rien se rejoue sans dommage : donnez-lui des contrôles dans `then`, ou un `drift` à réparer
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
problem-continuity-then = une action qui ne fait rien ne dérange personne : donnez à `then` les contrôles qui montrent ce qu'elle a fait
problem-continuity-writes = `recorded` relit ce qu'écrit un `run` de `probe`
pulse-back = en échec jusqu'à { $seconds } s après la fin de la perturbation
pulse-not-back = encore en échec à la fin du contrôle
pulse-back-within = rétabli { $bound } après la fin de la perturbation
error-fault-refused = la panne ne peut pas être provoquée sur { $node } ({ $said })
problem-disruption-one = `disrupt` est soit une `fault`, soit un `run`
problem-disruption-undo = `undo` défait un `run` ; une `fault` sait se défaire seule
problem-failover-bound = `failover` a besoin d'une limite : `max-outage`, `max-errors` ou `back-within`
problem-failover-undo = ce que fait `run` se défait par `undo`, qui manque
problem-failover-frozen = le noyau d'une machine figée répond encore à `ping` et accepte encore les connexions : interrogez `http` ou un `run`, ou arrêtez la machine (`how: stopped`)
problem-failover-from = { $node } ne peut pas être à la fois perturbée et celle qui demande
fact-alert = alertes de { $url }
fact-alert-file = alertes dans { $path }
fact-alert-webhook = alertes envoyées à la sonde sur { $place }
fact-alert-label = étiquette { $name } de l'alerte { $alert }
alert-manager = des alertes, telles qu'un Alertmanager les liste
alert-no-answer = aucune réponse
alert-none-before = aucune alerte de ce genre avant toute perturbation
alert-early = déjà levée : { $alert }
alert-raised-within = l'alerte, levée en { $bound } au plus
alert-none = aucune au bout de { $seconds } s
alert-none-but = aucune au bout de { $seconds } s, mais une autre : { $alert }
alert-over-within = résolue { $bound } au plus après la fin de la perturbation
alert-still = pas résolue au bout de { $seconds } s
alert-count = { $count }
alert-count-most = au plus { $count } pour la même cause
problem-alert-one = `alert` lit une chose et une seule : un `alertmanager`, un `file` ou un `webhook`
problem-alert-labels = `alertmanager` et `webhook` ont besoin des `labels` qui désignent la bonne alerte : { "{" } alertname: … { "}" }
problem-alert-resolved = dans un `file`, `resolved` et `resolved-within` vont ensemble
problem-alert-webhook = un `webhook` a un port d'au moins 1024, et un chemin tel que /alertes
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

## Noter une classe
terms-cost = « { $given } » n'est pas un coût : des points avec deux décimales au plus (« 0,5 »), ou une part de la note (« 10% »)
terms-late = « { $given } » ne dit pas ce que devient un travail en retard : « accept », « refuse », ou un coût par durée entamée (« 10%/h », « 2/d », « 0,5/30min »)
deduction-hints = { $count ->
    [one] un indice
   *[other] { $count } indices
}
deduction-late = { $by } de retard
suspicion-value = { $place } : la valeur de « { $parameter } » est celle de { $whose } : « { $excerpt } »
suspicion-key = signé avec la même clé que le travail de { $with }
suspicion-run = contient la même exécution que le travail de { $with }
grade-unsteady = le verdict n'a pas été deux fois le même : { $verdicts }
grade-late-refused = rendu après l'échéance, et les retards sont refusés
grade-source-live = Bancs examinés par ce programme, sur un moteur qui est le vôtre.
grade-source-files = Fichiers rendus. Ce qui a été fait sur la machine d'un étudiant reste une déclaration : qui est maître de la machine peut écrire ce que dit le fichier.
grade-section-trouble = Sans note :
grade-section-open = À regarder (« non jugé » n'est pas zéro) :
grade-section-deductions = Retiré :
grade-section-remarks = À savoir :
grade-section-suspicions = Soupçons (ni verdicts, ni part d'aucune note) :
grade-section-refused = Fichiers qui ne comptent pour personne :
grade-open = { $check } ({ $points ->
    [one] { $points } point
   *[other] { $points } points
}) : { $why }
grade-deduction = { $amount } pour { $reason }
grade-mean = Moyenne { $mean }, de { $lowest } à { $highest } ; { $count } étudiants sur { $of } ont une note.
grade-provisional = * : provisoire. Quelque chose n'a pas pu être jugé, ou doit l'être à nouveau.
grade-foot = Lab { $hash }, paillasse { $version }. Pour chaque vérification, ce qui a été lancé et ce qui est revenu : { $format }
grade-deadline = « { $given } » n'est pas une échéance
grade-deadline-hint = écrivez 2026-11-25T12:00, 2026-11-25 (la fin du jour), 12:00 (aujourd'hui) ou 2026-11-25T12:00:00Z
grade-written = rapport écrit dans { $path }
grade-no-secret = il n'y a pas de secret de classe dans { $path } : les valeurs de ces étudiants ne sont pas connues ici
grade-no-secret-hint = notez là où les bancs ont été faits, ou mettez-y une copie de ce « class-secret »
grade-before-deadline = l'échéance n'est pas encore passée : ce qui est noté maintenant peut encore changer
grade-other-lab = fait avec une autre version du lab ; jugé selon celle d'ici
grade-no-evidence = le journal n'a pas pu garder ce sur quoi reposent les verdicts
grade-changed-after = { $count ->
    [one] un fichier modifié après l'échéance (par l'étudiant ou par un service) : { $files }
   *[other] { $count } fichiers modifiés après l'échéance (par l'étudiant ou par des services), dont { $files }
}
grade-other-activity = c'est celui d'un autre lab : { $lab }
grade-nobody = son étudiant, « { $student } », n'est personne de la liste
grade-nothing-handed-in = rien n'a été rendu
grade-unknown-key = signé avec une clé dont personne ne répond : une déclaration (relevez les clés sur les machines des étudiants, et donnez leur liste avec --known)
grade-other-name = fait sous le nom « { $student } »
grade-sent-by = envoyé par { $who }
grade-from-the-future = il se dit fait dans le futur : l'horloge de la machine qui l'a signé est fausse
submit-with = Rendu avec l'exécution des vérifications :
submit-no-files = aucun fichier : aucun n'a été écrit ni modifié là où travaillent les étudiants
submit-left-out = laissé de côté : { $why }
submit-written = Rendu écrit dans { $path } ({ $size }), signé avec la clé de cette machine.
left-out-large = trop gros
left-out-private = privé (les autres comptes n'ont pas le droit de le lire, ou il contient un secret)
left-out-binary = pas du texte
left-out-unreadable = illisible

## Rapports d'une classe et d'un étudiant
report-part = en partie
moment = { $day }/{ $month }/{ $year } à { $time } UTC
level-quick = quick (sans les épreuves)
level-full = full (épreuves comprises)
class-skip = Aller aux résultats
class-overview = En bref
class-grid = Étudiants et contrôles
class-competences = Compétences
class-rates = Réussite par contrôle
class-times = Temps jusqu'à la réussite
class-stuck = Qui bloque où
class-teacher = Pour l'enseignant seul
class-when = Évalué le
class-deadline = À rendre pour le
class-level = Niveau
class-source = Source
class-live = bancs de la classe
class-handed-in = fichiers rendus
class-scale = Notes
class-scale-out-of = sur { $out_of }
class-group = Groupe
class-group-all = Tous
class-students = étudiants
class-with-work = avec un travail
class-mean = moyenne
class-median = médiane
class-lowest = la plus basse
class-highest = la plus haute
class-provisional = notes provisoires
class-student = Étudiant
class-mark = Note
class-mark-provisional = (provisoire)
class-check = Contrôle
class-count = Nombre
class-who = Étudiants
class-no-work = aucun travail
class-rate-row = réussite, en %
class-grid-note = * : note provisoire, tout n'a pas pu être évalué. Un contrôle non exécuté parce qu'un autre a échoué a le fond de l'échec.
class-levels-note = Une compétence est acquise à partir de { $acquired } % de ses points évalués, non acquise jusqu'à { $not } %.
class-rate = { $percent } % ({ $passed }/{ $judged })
class-rate-none = non évalué
class-rates-shown = Pour chaque contrôle, combien d'étudiants l'ont réussi
class-rates-note = De gauche à droite : réussi, en partie (hachuré), échec, non évalué ou à l'enseignant. Le pourcentage est celui des contrôles évalués.
class-times-shown = Pour chaque contrôle, le temps de chaque étudiant entre sa première vérification et la première réussite
class-times-note = Un point par étudiant qui a réussi, un trait pour le temps médian ; le temps court depuis sa première vérification.
class-times-none = Aucun étudiant n'a vérifié plus d'une fois : il n'y a pas de temps à montrer.
class-tries = { $count ->
    [one] { $count } essai
   *[other] { $count } essais
  }
class-stuck-none = Aucun contrôle n'a échoué.
class-stuck-note = Chacun compte au premier contrôle qui lui échoue, avec le nombre de vérifications de suite où il n'était pas réussi.
class-spread = Répartition des notes
class-teacher-note = À ne pas projeter. Un soupçon dit où regarder ; il ne prouve rien et n'entre jamais dans la note.
teacher-what = Quoi
teacher-told = Détail
teacher-manual = à évaluer par vous
teacher-not-judged = non évalué
teacher-check = { $check } ({ $points } pt) : { $why }
teacher-unsteady = instable
teacher-unsteady-told = { $check } : { $verdicts }
teacher-suspicion = soupçon
teacher-remark = remarque
teacher-deduction = retiré
teacher-refused = fichier refusé
teacher-less = − { $amount } : { $reason }
work-skip = Aller aux verdicts
work-provisional = Note provisoire : tout n'a pas encore pu être évalué.
work-checks = Contrôles
work-statement = Énoncé
work-course = Au fil des vérifications
work-course-shown = Les points obtenus, de la première vérification à celle qui compte
work-points = { $points } points
work-node = sur { $node }
work-hints = { $count ->
    [one] { $count } indice vu
   *[other] { $count } indices vus
  }
work-gaps = Ce qui diffère
work-fact = Constat
work-expected = Attendu
work-actual = Trouvé
work-evidence = { $count ->
    [one] Ce qui a été exécuté ({ $count } commande)
   *[other] Ce qui a été exécuté ({ $count } commandes)
  }
work-status = code de retour { $status }
work-timeout = interrompu, trop long
work-flood = interrompu, trop bavard
work-cut = Le texte était plus long ; seul son début est gardé.
page-made-by = paillasse { $version } · lab { $hash }
csv-title = Intitulé
csv-verdict = Verdict
csv-earned = Points obtenus
csv-judged = Points évalués
csv-not-judged = Points non évalués
csv-told = Détail
csv-student = Identifiant
csv-family-name = Nom
csv-given-name = Prénom
csv-mark = Note sur { $out_of }
csv-provisional = Provisoire
csv-deducted = Retiré
moodle-left-out = { $count ->
    [one] { $count } étudiant n'est pas dans moodle.csv, faute de note ou d'adresse : { $names }
   *[other] { $count } étudiants ne sont pas dans moodle.csv, faute de note ou d'adresse : { $names }
  }
moodle-email = Adresse de courriel
moodle-username = Nom d'utilisateur
moodle-feedback = { $item } (Feedback)
moodle-points = { $earned } points sur { $judged } évalués.
## Accès des étudiants

code-length = le code a { $found } caractères au lieu de { $expected }, par groupes de cinq
code-length-hint = le groupe { $group } n'a pas cinq caractères
code-character = « { $found } », dans le groupe { $group }, n'est pas un caractère de code : des chiffres, et des lettres sauf I, L, O, U
code-swapped = deux caractères voisins semblent intervertis ; regardez { $pairs }
code-mistyped = il y a une faute dans le groupe { $group } du code
code-wrong = il y a plusieurs fautes dans le code
code-hint = recopiez-le depuis la feuille ; majuscules, tirets et espaces ne comptent pas
access-log = impossible d'écrire dans le journal { $path } : { $reason }
access-listen = impossible d'écouter sur { $address } : { $reason }
access-listen-hint = un autre serveur tourne peut-être (« ss -ltnp ») ; « --port » choisit d'autres ports, « --listen » une adresse de cette machine
access-full = plus de numéro libre : un dossier d'état a de la place pour { $last } étudiants
access-unknown = { $id } n'est pas dans la liste de ceux qui peuvent entrer
access-unknown-hint = « paillasse class codes » les montre
access-no-key = ce n'est pas une clé publique
access-ask = « { $word } » n'est ni une machine ni une demande possible ici : { $known }
access-argument = « { $verb } » n'accepte pas « { $word } » ici
access-not-up = la machine { $node } n'existe pas
access-stopped = la machine { $node } est arrêtée
access-not-up-hint = prévenez votre professeur
access-trouble = l'ordinateur du professeur ne peut pas le faire pour l'instant
access-refused = rien ne répond à { $address }, port { $port }
access-no-address = { $name } n'y a pas d'adresse
access-node-gone = la machine { $node } a été arrêtée ou refaite ; reconnectez-vous
access-node-running = en marche
access-node-stopped = arrêtée
access-node-missing = absente
access-help = Tapez le nom d'une machine pour y travailler, ou : { $verbs }, help, exit
access-busy = une chose à la fois : votre demande précédente n'est pas terminée
access-waiting = d'autres contrôles sont en cours ; le vôtre commencera dès que l'un d'eux finira
access-verb-failed = impossible de lancer « { $verb } »
access-not-utf8 = cette commande n'est pas en UTF-8
access-files-where = précisez la machine : { $student }+MACHINE au lieu de { $student }
access-over = la séance est terminée
access-soon-over = { $minutes ->
    [one] la séance se termine dans une minute
   *[other] la séance se termine dans { $minutes } minutes
}
access-idle = il ne s'est rien passé depuis trop longtemps
access-no-login = personne ne s'est identifié
join-unreachable = aucun serveur ne répond à { $place } : { $reason }
join-unreachable-hint = la séance a-t-elle commencé, et cette machine est-elle sur le même réseau ? « --at ADRESSE » donne une autre adresse
join-impostor = ce qui répond à { $place } n'est pas le serveur pour lequel le code a été fait
join-impostor-hint = n'allez pas plus loin : prévenez votre professeur
join-denied-code = le serveur refuse ce code
join-denied-code-hint = est-ce bien le vôtre, et le dernier ? Après plusieurs erreurs, le serveur demande quelques minutes de pause
join-denied-key = le serveur ne connaît plus cette machine
join-nowhere = ce code ne dit pas où est le serveur
join-nowhere-hint = paillasse join CODE --at ADRESSE:PORT
join-never = cette machine n'a encore rejoint aucune séance
join-never-hint = paillasse join CODE, avec le code que votre professeur vous a donné
join-odd = le serveur a répondu quelque chose d'inattendu : il est peut-être d'une autre version
join-lost = la connexion est coupée : { $reason }
join-lost-hint = paillasse join
## Les élèves d'une classe
roster-cells = la ligne a { $found } cellules, la première en a { $expected }
roster-cells-hint = mettez entre guillemets les cellules qui contiennent le séparateur : "DUPONT; Jean"
roster-column-twice = deux colonnes s'appellent « { $header } »
roster-column-twice-hint = supprimez ou renommez l'une d'elles
roster-empty = le fichier ne contient aucun élève
roster-encoding = le fichier n'est pas du texte en UTF-8, UTF-16 ou Windows-1252
roster-encoding-hint = enregistrez-le à nouveau au format « CSV UTF-8 »
roster-header = aucune colonne ne contient les noms des élèves : la première ligne a { $headers }
roster-header-hint = la première ligne nomme les colonnes : Nom;Prénom;Groupe
roster-name-hint = écrivez MARTIN Léa : le nom de famille en capitales, puis le prénom
roster-name-unclear = « { $name } » : impossible de savoir lequel est le nom de famille
roster-no-family = il manque le nom de famille
roster-no-given = il manque le prénom
roster-no-name = il manque le nom
roster-same = « { $value } » est déjà celui de l'élève de la ligne { $line }
roster-same-hint = corrigez l'un des deux, ou laissez la cellule vide
roster-spreadsheet = c'est un classeur de tableur, pas un fichier CSV
roster-spreadsheet-hint = dans le tableur : Fichier, Enregistrer sous, « CSV UTF-8 »
roster-twice = { $name } figure déjà ligne { $line }
roster-twice-hint = supprimez l'une des lignes ; pour deux homonymes, ajoutez une colonne « Distinction » et écrivez pour celui-ci ce qui les distingue : B
error-unsteady = { $what } répond et échoue tour à tour : rien ne peut être conclu
fact-touched = { $service }, après l'événement
fact-foreseen = ce que devient { $service }, dans { $file }
foreseen-twice = deux lignes
touched = touché
touched-not = répond
touched-said = aucune réponse ({ $said })
problem-blast-services = « blast-radius » a besoin de « services », par nom : { "{" } intranet: { "{" } http: http://web/ { "}" } { "}" }
problem-blast-expected = dites ce qui est attendu : « touched », les services qui doivent échouer, ou « file », ce que l'étudiant a prévu
problem-blast-unknown = « touched » nomme { $name }, qui n'est pas dans « services »
fact-abuse-before = { $what }, avant l'attaque
fact-abuse-after = { $what }, après { $count } mots de passe faux
fact-abuse-others = { $what }, pour les autres, après l'attaque
fact-abuse-wrong = connexion { $whom } avec un mot de passe faux
fact-abuse-password = mot de passe { $password } pour { $user }
fact-abuse-strong = mot de passe robuste pour { $user }
abuse-shut = pas ouvert
abuse-open = encore ouvert après { $seconds } s
abuse-banned = plus aucune connexion
abuse-locked = refusée, bien que le mot de passe soit juste
abuse-lifted = comme avant en { $bound } au plus
abuse-still-shut = toujours pas ouvert après { $seconds } s
abuse-asked = le serveur demande un mot de passe
abuse-an-answer = une réponse au mot de passe juste
abuse-refused = refusé
abuse-refused-said = refusé ({ $said })
abuse-taken = accepté
error-abuse-few = seuls { $count } mots de passe faux sur { $of } ont pu être essayés : rien ne peut être conclu
problem-abuse-one = « abuse » fait exactement l'un de « bruteforce », « portscan » et « weak-password »
problem-abuse-login = « bruteforce » a besoin soit de « user », un compte par SSH, soit de « run », un script qui se connecte
problem-abuse-attempts = « attempts » va de 1 à 30
problem-abuse-locked = pour voir qu'un compte est verrouillé, il faut son mot de passe juste, « password »
problem-abuse-others = « others » interroge depuis la même machine que l'attaquant, qui sera banni : donnez un autre « from » à l'un d'eux
problem-abuse-only = « portscan » a besoin des ports qui doivent être ouverts dans « only », au moins un, et les ports commencent à 1
problem-abuse-password = « weak-password » a besoin soit du mot de passe actuel, « password », soit de « run », un script qui en donne un autre

## Classes
class-already = il était déjà prêt
class-down-ask = { $count ->
    [one] Un banc va être supprimé, avec le travail qu'il contient. Continuer ? [o/N]
   *[other] { $count } bancs vont être supprimés, avec le travail qu'ils contiennent. Continuer ? [o/N]
  }
class-down-done = { $count ->
    [one] un banc supprimé
   *[other] { $count } bancs supprimés
  }
class-failed = { $student } : { $error }
class-left = reste environ
class-line = { $student } ({ $seconds } s) { $result }
class-line-failed = { $student } : échec : { $error }
class-check-mean = moyenne de { $count } notes : { $mean }/20
class-missing = pas créé
class-need-finish = à terminer
class-need-make = à créer
class-need-nothing = prêt
class-need-start = à démarrer
class-no-group = aucun élève de { $path } n'est dans « { $group } »
class-no-student = « { $given } » n'est personne de cette classe
class-no-subnets = { $count ->
    [one] pour un banc, aucun sous-réseau n'est libre dans { $range }
   *[other] pour { $count } bancs, aucun sous-réseau n'est libre dans { $range }
  }
class-none = aucun banc de cette classe n'existe
class-none-hint = paillasse class up LAB --roster FICHIER les crée ; paillasse class status montre ceux qui existent
class-outdated = { $count ->
    [one] un banc a été créé à partir d'une autre version du lab ; pour le recréer : paillasse class reset
   *[other] { $count } bancs ont été créés à partir d'une autre version du lab ; pour les recréer : paillasse class reset
  }
class-over = { $class }, { $lab } : la séance s'est terminée à { $at }
class-refused = { $count ->
    [one] la classe ne tient pas
   *[other] la classe ne tient pas, pour { $count } raisons
  }
class-refused-hint = faites ce qui est dit plus haut, ou commencez par un groupe : --group G1
class-reset-ask = { $count ->
    [one] Un banc va être rendu à son état de départ : le travail qu'il contient sera perdu. Continuer ? [o/N]
   *[other] { $count } bancs vont être rendus à leur état de départ : le travail qu'ils contiennent sera perdu. Continuer ? [o/N]
  }
class-reset-done = { $count ->
    [one] un banc est comme au départ
   *[other] { $count } bancs sont comme au départ
  }
class-several = il y a plusieurs classes : { $classes }
class-several-hint = nommez l'une d'elles, lab et classe
class-start-done = { $count ->
    [one] un banc tourne
   *[other] { $count } bancs tournent
  }
class-stop-done = { $count ->
    [one] un banc arrêté ; le travail est gardé
   *[other] { $count } bancs arrêtés ; le travail est gardé
  }
class-until = { $class }, { $lab } : la séance se termine à { $at }
class-up-done = { $count ->
    [one] { $count } banc sur { $all } est prêt
   *[other] { $count } bancs sur { $all } sont prêts
  }
class-up-hint = paillasse class up A3.3.2 --roster classe.csv
column-failed = Échoués
column-group = Groupe
column-not-judged = Non jugés
column-passed = Réussis
column-seat = Poste
lesson-file = l'heure de fin de la séance ne peut être ni gardée ni lue dans { $path } : { $reason }
help-verb-class = Fait travailler toute une classe sur un lab
help-verb-class-up = Crée les bancs d'une classe, ou les termine et les démarre
help-verb-class-status = Montre où en est chacun
help-verb-class-check = Vérifie le travail sur tous les bancs
help-verb-class-reset = Rend des bancs à leur état de départ
help-verb-class-stop = Arrête toutes les machines ; le travail est gardé
help-verb-class-start = Redémarre toutes les machines
help-verb-class-down = Supprime les bancs d'une classe
help-verb-class-extend = Déplace la fin de la séance
help-verb-class-export = Écrit où se trouve chaque machine : json, csv, ou ansible (un inventaire)
help-roster = La liste des élèves, telle que Pronote, École Directe ou Moodle l'exportent (CSV)
help-group = Seulement ce groupe ou cette classe de la liste
help-class = Le nom de la classe (ce que dit la liste, sinon le nom du fichier)
help-only-students = Seulement ces étudiants, séparés par des virgules
help-until = Fin de la séance : 12:00, ou un instant (RFC 3339)
help-by = De combien : 30min
help-dry-run = Montre ce qui serait créé et s'il y a la place, sans rien créer
help-events = Ce qui est dit pendant ce temps : text, ou jsonl (un objet JSON par événement)
help-class-check-format = Forme du résultat : text, json (une liste de rapports), jsonl (un objet JSON par événement)
help-class-export-format = La forme : json, csv, ansible
## Portfolio
portfolio-heading = BTS SIO – ce qui est prouvé
portfolio-title = Portfolio de { $name }
portfolio-summary = { $proven ->
    [one] { $proven } compétence acquise et prouvée
   *[other] { $proven } compétences acquises et prouvées
  } sur { $all }, au { $at }
portfolio-basis = Fondement
portfolio-proves = prouvé le { $at }, { $points } points, { $reference }
portfolio-indicates = indice seulement (niveau quick) le { $at }, { $points } points, { $reference }
portfolio-open = { $told } ; { $open ->
    [one] { $open } point non évalué
   *[other] { $open } points non évalués
  }
portfolio-run = vérification n° { $number } du journal
portfolio-file = { $path }, signé par { $whose }
portfolio-claim = { $path }, signature de personne de connu : c'est une déclaration
portfolio-note = Une vérification de niveau « full » prouve : ses épreuves détruisent et regardent ce qui revient. Une vérification de niveau « quick » n'est qu'un indice.
portfolio-made-by = paillasse { $version }
portfolio-nobody = le journal ne connaît aucune vérification terminée de « { $student } »
portfolio-pdf-output = un PDF s'écrit dans un fichier : ajoutez --output FICHIER
portfolio-written = Portfolio écrit dans { $path }
portfolio-passed-over = { $path } n'est pas pris en compte : { $reason }
pdf-page = { $page } / { $pages }
pdf-provisional = * : note provisoire
pdf-rates-note = De gauche à droite : réussi, en partie, échec, non évalué ou à l'enseignant. Le pourcentage est celui des contrôles évalués.
help-verb-portfolio = Rassemble ce qu'un étudiant a prouvé, tous labs confondus
help-portfolio-student = L'étudiant, par son nom ou son identifiant
help-portfolio-from = Aussi les résultats rendus dans ce dossier (et ses sous-dossiers)
help-portfolio-known = Fichier des clés connues, comme pour verify
help-portfolio-scale = Fichier du barème : seuils des niveaux (paillasse schema scale)
help-portfolio-format = Forme : terminal (par défaut), markdown, html, pdf ou json
help-portfolio-output = Écrit dans ce fichier
serve-open = { $students ->
    [one] un étudiant peut se connecter à { $address }, port { $port } ; { $doors } ports ouverts en tout
   *[other] { $students } étudiants peuvent se connecter à { $address }, port { $port } ; { $doors } ports ouverts en tout
}
serve-key = clé du serveur : { $fingerprint }
serve-codes = les codes des étudiants : « paillasse class codes ». Ctrl-C pour finir
serve-nobody = personne n'a de banc pour { $lab }
serve-nobody-hint = donnez la liste des élèves avec --roster, ou créez d'abord des bancs : paillasse up { $lab } --student NOM
serve-until = « { $given } » n'est pas une heure : 11:55 en est une
serve-until-past = il est déjà { $now } : { $given } est passé
serve-refused = mauvais mot de passe pour { $student }, depuis { $from }
serve-login = { $student } arrive, depuis { $from }
serve-logout = { $student } part, depuis { $from }
serve-node = { $student } travaille sur { $node }
serve-verb = { $student } a lancé « { $what } »
serve-line = { $at }  { $said }
access-no-group = aucun élève de { $path } n'est dans { $group }
codes-none = personne n'a encore de code : donnez la liste des élèves avec --roster, ou servez une classe
codes-slip = ✂ - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -

    { $student }

    Avec paillasse :     paillasse join { $code }
    Sans (ssh, PuTTY) :  ssh -p { $port } { $student }@{ $host }
                         mot de passe { $password }
                         clé du serveur { $fingerprint }

column-code = Code
column-ssh = Avec ssh
column-password = Mot de passe
join-done = { $student } a rejoint { $lab } ; la prochaine fois, « paillasse join » suffira
join-line = { $node } : { $ssh } | { $scp }
join-leave = « exit » pour sortir, ou ~. en début de ligne
join-at = « { $given } » n'est ni HÔTE ni HÔTE:PORT
help-verb-class-serve = Laisse les étudiants travailler sur leurs bancs depuis leur propre ordinateur
help-verb-class-codes = Montre les codes des étudiants
help-verb-join = Travaille sur un banc qui se trouve sur l'ordinateur du professeur
help-class-serve-lab = Le lab
help-class-serve-listen = L'adresse de cette machine où écouter (toutes, par défaut)
help-class-serve-idle = Minutes au bout desquelles une connexion inactive est fermée (240 par défaut)
help-class-serve-until = L'heure de fin de la séance : tous sont prévenus, puis déconnectés
help-class-serve-port = Le port commun à tous (20000 par défaut) ; dix par étudiant le suivent
help-class-codes-port = Le port inscrit dans les codes (celui du dernier serveur, sinon 20000)
help-class-codes-renew = Donne un autre code à cet étudiant ; l'ancien ne vaut plus rien
help-class-codes-slips = Un coupon par étudiant, à découper
help-address = L'adresse inscrite dans les codes (celle de cette machine sur son réseau)
help-join-words = Le code de la feuille, la première fois ; puis, si l'on veut, la machine
help-join-at = Où est le serveur, quand le code ne le dit pas ou qu'il a changé de place
help-join-asked = Ce qu'il faut y lancer : check, hint, brief, status, history, ou une machine et une commande
## Portfolio
join-ask = Votre code :
help-class-serve-roster = La liste des élèves (CSV) ; sans elle, tous ceux qui ont un banc
help-class-serve-group = Seulement ce groupe ou cette classe de la liste
help-class-codes-roster = La liste des élèves (CSV) ; sans elle, tous ceux qui ont un code
help-class-codes-group = Seulement ce groupe ou cette classe de la liste
state-own-codes = les codes des étudiants dont cette machine fait les bancs
state-damaged-own-hint = rm { $path }, puis inscrivez-vous à nouveau : paillasse enrol CODE
own-code-wrong = ce code n'en est pas un, ou il en manque une partie
own-code-wrong-hint = copiez-le en entier, du nom au dernier caractère : paillasse enrol 'lea-martin:…'. Celui d'une feuille de séance va à « paillasse join »
enrol-done = inscrit : { $student }. Les bancs de cette machine auront vos valeurs ; « paillasse up » les monte,
    « paillasse submit » fait le fichier à rendre.
codes-own = Chacun tape « paillasse enrol CODE » sur sa machine. Un code donne les valeurs d'un étudiant : envoyez-le à lui seul
help-verb-enrol = Fait de cette machine celle d'un étudiant d'une classe
help-enrol-code = Le code envoyé par l'enseignant ; il est demandé si rien n'est dit
help-class-codes-own = Pour qui a son propre moteur de conteneurs : les codes de « paillasse enrol »

name-device = « { $given } » n'est pas un nom d'appareil : minuscules, chiffres et tirets, une lettre pour commencer, 40 caractères au plus

## Salles : ce que peut contenir un fichier d'inventory/
inventory-clear = « { $key } » contient un secret en clair ; un inventaire dit seulement où est un secret
inventory-clear-hint = écrivez « { $key }: {"{"} env: VARIABLE {"}"} », « {"{"} file: CHEMIN {"}"} », « {"{"} age: {"{"} file: CHEMIN, identity: CHEMIN {"}"} {"}"} » ou « {"{"} prompt: "Question ?" {"}"} », et changez ce secret : il a été vu
inventory-unknown = il n'y a pas de { $what } « { $given } » dans ce fichier
inventory-word-group = groupe
inventory-word-credential = credential
inventory-word-device = appareil
inventory-passphrase = « passphrase » ouvre une clé (« key »), et il n'y en a pas
inventory-no-role = l'appareil « { $device } » n'a pas de « role » : server, raspberry-pi, workstation, switch, router ou access-point
inventory-no-platform = l'appareil « { $device } » n'a pas de « platform », comme cisco_ios ou linux
inventory-no-elevation = pour devenir root, « { $device } » demande un mot de passe, et son credential n'a ni « elevation » ni « password »
inventory-jump = « { $given } » n'est ni un appareil de ce fichier, ni utilisateur@machine:port
inventory-jump-circle = « { $device } » s'atteint par des appareils qui s'atteignent les uns par les autres
inventory-managed-path = « { $given } » n'est pas un chemin absolu sous /
inventory-plug-address = l'adresse d'une prise commence par http://
inventory-plug-clear = l'adresse d'une prise contient un nom et un mot de passe en clair
inventory-seat-student = { $student } est déjà à la place { $seat }
inventory-seat-device = « { $device } » est déjà à la place { $seat }

## Des secrets qui sont ailleurs
secret-unset = la variable d'environnement { $name } n'est pas définie
secret-unset-hint = read -rs { $name }; export { $name }
secret-file = impossible de lire { $path } : { $reason }
secret-exposed = d'autres peuvent lire { $path }
secret-exposed-hint = chmod 600 { $path }
secret-nobody = personne n'est là pour répondre : { $question }
secret-nobody-hint = sans terminal, utilisez « env », « file » ou « age » dans l'inventaire

## paillasse classroom
help-verb-classroom = S'occupe des appareils d'une salle
help-verb-classroom-list = Liste les appareils d'une salle
help-room = La salle, par son nom ou son fichier (sans elle : la seule)
help-inventory = Le dossier des salles (sinon PAILLASSE_INVENTORY, puis inventory)
help-devices = Les appareils : nom, groupe, rôle ou place (sans eux : tous)
classroom-no-room = il n'y a pas de salle « { $room } » dans { $folder }
classroom-none = il n'y a pas de salle dans { $folder }
classroom-several = il y a plusieurs salles : { $rooms }
classroom-room-hint = nommez-la : --room NOM, ou un fichier ; « paillasse schema inventory » montre le format
classroom-no-device = rien dans la salle { $room } ne s'appelle « { $given } »
classroom-no-devices = Aucun appareil : tout tourne dans des conteneurs.
classroom-engine = moteur de conteneurs { $name } : { $address }
classroom-engine-here = celui de cette machine
column-device = Appareil
column-platform = Plateforme
column-address = Adresse
column-through = Par
## Personas

persona-gone = { $name } est parti(e). Ce qui est dit est dit.
persona-too-long = { $name } n'a pas suivi : une question à la fois, en { $most } caractères au plus.
persona-offended = { $name } préfère qu'on lui parle poliment.
fact-persona-asked = entretien avec { $who }
persona-asked = au moins une question
persona-never = aucune
fact-persona-topics = informations attendues obtenues de { $who }
persona-topics = { $count }
fact-persona-questions = questions posées à { $who }
fact-persona-polite = la première question à { $who } salue, aucune n'est grossière
fact-persona-before = { $file } avant la première question à { $who }
error-persona-file = on ne sait rien de { $file } au moment de la première question à { $who } : le lab ne le demandait pas encore
error-no-interviews = le relevé des entretiens n'est pas accessible ici
problem-topic-twice = deux sujets s'appellent `{ $id }`
problem-topic-words = sujet `{ $id }` : `words` demande au moins un groupe, et chaque groupe au moins un mot : [[panne, arrêt*], [durée]]
problem-topic-after = sujet `{ $id }` : `after` nomme `{ $after }`, qui n'est pas un autre sujet de cette persona
problem-persona-empty = la persona `{ $id }` ne sait rien : donnez au moins un sujet
problem-persona-twice = deux personas s'appellent `{ $id }`
problem-persona-nothing = rien n'est attendu : donnez `topics`, `questions`, `polite` ou `handed-in`, et un `at-least` qui ne dépasse pas le nombre de sujets
problem-persona-topic-twice = un sujet est nommé deux fois
problem-unknown-persona = le lab n'a pas de persona `{ $id }`
problem-unknown-topic = la persona `{ $who }` n'a pas de sujet `{ $id }`
problem-dialogue-name = un entretien s'appelle NN-<persona>.dialogue.yaml ; personas : { $known }
bench-unseen = impossible de chercher { $file } : { $cause }. La question n'a pas été posée.
ask-nobody = Le lab { $lab } n'a personne à interroger.
ask-how = Une question par ligne ; Ctrl-D pour partir.
ask-input = l'entrée standard est illisible : { $reason }
help-verb-ask = Pose une question à une personne du cas
help-ask-who = Qui (sans : la liste de ceux qu'on peut interroger)
help-question = La question (sans : un entretien, une question par ligne)
help-ask-record = Montre ce qui s'est dit, sans rien demander
ask-says = { $name } : { $what }
