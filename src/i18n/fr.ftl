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
