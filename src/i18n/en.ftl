# Messages of paillasse, in English. Each identifier stands in fr.ftl too.

verbatim = { $words }

## Names
name-node = `{ $given }` is not a node name: lower-case letters, digits and hyphens, starting with a letter, at most 20 characters
name-network = `{ $given }` is not a network name: lower-case letters, digits and hyphens, starting with a letter, at most 20 characters
name-check = `{ $given }` is not a check name: lower-case letters, digits and hyphens, at most 40 characters
name-parameter = `{ $given }` is not a parameter name: lower-case letters, digits and underscores, at most 30 characters
name-activity = `{ $given }` is not the code of an activity: write for example A3.3.2
name-competence = `{ $given }` is not the code of a competence: write for example C3.3.2.1
name-image = `{ $given }` is not an image name: lower-case letters, digits and hyphens, at most 20 characters

## What was seen and what is expected
shown-empty = (empty)
shown-nothing = (nothing)
shown-present = present
shown-absent = absent
expect-and = { $first } and { $second }
expect-or = { $first } or { $second }
expect-not = not { $inner }
expect-anything = (anything)
expect-contains = contains { $items }
expect-lacks = does not contain { $items }
expect-exactly = exactly { $items }
expect-in-order = { $items }, in this order
expect-one-of = one of { $items }
expect-at-least = at least { $bound }
expect-at-most = at most { $bound }
expect-more-than = more than { $bound }
expect-less-than = less than { $bound }
expect-between = between { $low } and { $high }
expect-matches = matches /{ $pattern }/
expect-starts-with = starts with « { $start } »
expect-ends-with = ends with « { $end } »
expect-length = a length of { $inner }
expect-mode-at-most = at most { $mode }

## Not judged
error-timeout = `{ $command }` did not finish in time
error-flood = `{ $command }` printed too much
error-no-tool = `{ $tool }` is not installed on the machine
error-cannot-run = `{ $tool }` cannot be run on the machine
error-tool-failed = `{ $tool }` ended with status { $status }: { $said }
error-unreadable = the output of `{ $tool }` could not be understood: { $said }
error-no-output = the bench gave no answer
error-expected-number = the lab compares a number with `{ $given }`

## Facts
fact-status = exit status of `{ $command }` ({ $said })
fact-stdout = output of `{ $command }`
fact-stderr = error output of `{ $command }`
fact-path = { $path }
fact-type = type of { $path }
fact-owner = owner of { $path }
fact-group = group of { $path }
fact-mode = mode of { $path }
fact-size = size of { $path }
fact-target = target of the link { $path }
fact-digest = SHA-256 of { $path }
fact-acl = access control list of { $path }
fact-contents = contents of { $path }

## Students and parameters
student-empty = a student needs a name
student-control = a name cannot hold line ends or control characters
parameter-pick-empty = `pick` offers nothing to choose from
parameter-integer-empty = there is no whole number between { $min } and { $max }, or `step` is below 1
parameter-subnet = no usable subnet of prefix /{ $prefix } in { $within }: it must be at least as long as that of the network, 30 at most
parameter-password = a password has 8 to 64 characters, not { $length }
parameter-pattern = `{ $token }` is not something to draw: write {"{"}hex:4{"}"}, {"{"}digits:3{"}"} or {"{"}letters:2{"}"}
parameter-dataset-tree = a tree has 1 to 500 files and at least one directory
parameter-dataset-table = a table has 1 to 5000 rows and at least one column

## Reaching machines
transport-connect = { $machine } cannot be reached: { $reason }
transport-broken = { $machine } stopped answering
transport-upload = files cannot be put on { $machine }: { $reason }

## Reading labs
did-you-mean = did you mean `{ $known }`?
found-list = a list
found-map = a map
found-nothing = nothing
found-text = the text `{ $given }`
load-invalid = { $count ->
    [one] { $origin } holds a mistake
   *[other] { $origin } holds { $count } mistakes
  }
load-read = { $path } cannot be read: { $source }
problem-cycle = these checks wait for one another: { $path }
problem-difficulty = `difficulty` is 1, 2 or 3
problem-duplicate-check = the check `{ $id }` exists already, on line { $line }
problem-file-contents = a file has either a `source` or a `content`
problem-host = host number { $host } cannot be used on this network: 2 to { $last }
problem-host-taken = host number { $host } is already that of node `{ $node }`
problem-idle-mutant = this mutant has no script: it would be the solution itself
problem-kind = { $count ->
    [0] the check `{ $id }` has no kind: say what it looks at, such as `file:` or `command:`
   *[other] the check `{ $id }` has several kinds ({ $names }): keep one
  }
problem-level = the check `{ $id }` destroys or restarts something: its level is `full`
problem-missing-key = the key `{ $key }` is missing
problem-mode = `{ $given }` is not a mode: write it in octal and in quotes, such as "0640"
problem-no-competence = the check `{ $id }` shows no competence
problem-no-definition = there is no lab.yaml, or it is not UTF-8
problem-no-mutant = there is no mutant.yaml beside these scripts
problem-no-node = a lab has at least one node
problem-no-place = the check `{ $id }` does not say `on` which node it looks
problem-no-statement = there is no enonce.md, or it is not UTF-8
problem-not-dataset = `{ $name }` is not a parameter of kind `dataset`
problem-not-one-of = `{ $given }` is not one of: { $known }
problem-points = points are a whole number from 1 to 1000, not { $given }
problem-prefix = the prefix of the network `{ $network }` is between 16 and 29
problem-script-name = a script is named NN-<node>.sh, with one of the nodes: { $known }
problem-step-kind = a step does exactly one thing (`file`, `group`, `user`, `dataset` or `command`), this one { $count }
problem-template = template: { $said }
problem-type = { $expected } expected, { $found } found
problem-uncovered = no check shows the competence { $code } of the activity ({ $label })
problem-unknown-activity = the activity { $code } is not in the référentiel
problem-unknown-check = there is no check `{ $id }`
problem-unknown-competence = { $code } is not a competence of { $activity }
problem-unknown-image = there is no image `{ $image }`
problem-unknown-key = unknown key `{ $key }`; known here: { $known }
problem-unknown-network = there is no network `{ $network }`
problem-unknown-node = there is no node `{ $node }`
problem-unknown-source = there is no file fichiers/{ $source }
problem-version = version { $version } of the format is not known: this program reads version 1
problem-yaml = { $said }

## Engines
docker-unreachable = no container engine answers at { $address }: { $reason }
docker-unreachable-hint = install Docker (`sudo apt install docker.io`) and start it, or set DOCKER_HOST; `paillasse doctor` tells more
docker-permission-hint = add yourself to the group `docker` (`sudo usermod -aG docker $USER`) and log in again
docker-context = Docker's context `{ $name }` cannot be used: { $reason }
docker-too-old = this engine speaks API { $api }; 1.41 (Docker Engine 20.10) is needed at least
docker-call = the engine refused while { $what }: { $reason }
docker-disk-hint = the disk of the engine is full: `paillasse images prune` and `docker system df` show what can go
docker-no-subnet = no subnet is free in { $range }
docker-no-subnet-hint = remove benches that are no longer needed (`paillasse status`), or give another range with PAILLASSE_SUBNETS
docker-died = the node { $node } ended with code { $code }. { $log }
docker-died-hint = code 255 at once is often a kernel limit: `paillasse doctor` shows which and how to raise it
docker-not-ready = the node { $node } is not ready after two minutes (state: { $state })
docker-inotify = { $needed } inotify instances are needed, the kernel allows { $limit }: nodes would die without a word
docker-inotify-hint = sudo sysctl -w fs.inotify.max_user_instances=8192 kernel.keys.maxkeys=20000
docker-image = the image { $image } cannot be had: { $reason }
docker-image-hint = `paillasse images import FILE` loads images from a USB stick; `paillasse images build` shows every step
doing-info = asking what it is
doing-list-networks = listing networks
doing-make-network = making the network { $network }
doing-remove-network = removing the network { $network }
doing-list-containers = listing containers
doing-create-node = making the node { $node }
doing-start-node = starting the node { $node }
doing-stop-node = stopping the node { $node }
doing-remove-container = removing the container { $container }
doing-sensor = making the sensor
doing-snapshot = keeping the state of the node { $node }
doing-remove-snapshots = removing snapshots
doing-inspect = looking at the node { $node }

## Images
image-unknown = there is no recipe of this name
image-pulling = pulling { $image }
image-pulling-debian = looking for Debian in a registry
image-bootstrapping = making Debian from packages
image-building = building the image { $image }
image-context = its files cannot be put together: { $reason }
image-build-failed = the build failed: { $reason } (last line: { $last })
image-import-failed = the file holds no images: { $reason }
image-file = { $reason }
image-no-mmdebstrap = no registry answers, and mmdebstrap is not installed to make it from packages (`sudo apt install mmdebstrap`, with debian-archive-keyring on Ubuntu)
image-mmdebstrap = mmdebstrap failed: { $reason }
doing-inspect-image = looking for the image { $image }
doing-list-images = listing images
doing-remove-image = removing the image { $image }
doing-export-images = exporting images
doing-import-images = importing images
doing-import-debian = importing Debian

## Skipped
skip-level = only run at level `full`
skip-needs = needs `{ $check }`, which did not pass

## Set-up
doing-setup = setting up { $node }
setup-script = the set-up of { $node } failed: `{ $script }` { $ended }: { $said }
setup-file = a file cannot be sent to { $node }: { $reason }
ended-status = ended with status { $status }
ended-timeout = did not finish in time
ended-flood = printed too much
stage-no-node = the node { $node } does not exist on the engine
stage-no-sensor = there is no image of the sensor
