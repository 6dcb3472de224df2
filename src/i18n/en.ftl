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
expect-exactly-allowing = exactly { $items }, and perhaps { $more }
expect-subset-of = nothing but { $items }
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
expect-has-key = JSON with the key { $items }
expect-json-path = { $path }: { $inner }
expect-version = a version { $version }
expect-within-network = in { $items }
expect-after = after { $moment }
expect-before = before { $moment }
shown-near = { $actual } (nearest: « { $nearest } »)
shown-near-line = { $actual } (nearest: « { $nearest } », line { $line })
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
error-expected-zone = the lab compares with { $given } a date that names no time zone

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
fact-age = age of { $path }
fact-attribute = attribute { $name } of { $path }
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
transport-mute = { $machine } does not answer (waited { $seconds } s)
transport-denied = { $machine } does not accept the account `{ $user }`
transport-denied-hint = the password or the key is not good, or the account is locked; try `ssh` by hand
transport-not-root = on { $machine }, the account does not become root
transport-not-root-hint = the password of sudo or su is missing or not good, or the account may not use it
transport-unknown-host = { $machine } ({ $host }) is not known yet: its key is { $print }
transport-unknown-host-hint = compare this fingerprint with the one that the machine shows (`ssh-keygen -lf` on its key), then add the key to the known hosts
transport-changed-host = the key of { $machine } ({ $host }) is no longer the one that is known: { $print }
transport-changed-host-hint = the machine was installed anew, or another pretends to be it: nothing is done until you know which of the two
transport-revoked-host = the key of { $machine } ({ $host }) was revoked: { $print }
transport-prompt = { $machine } shows no prompt of its platform; its last line is “{ $shown }”: look at the platform that is written for it
transport-privilege = { $machine } refuses privileged mode: look at its enable secret
transport-silent = { $machine } stopped answering at `{ $line }`
transport-no-shell = { $machine } is a network device without a shell: only the kind `device` can be asked of it

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
problem-idle-mutant = this mutant has neither a script nor a fault: it would be the solution itself
problem-kind = { $count ->
    [0] the check `{ $id }` has no kind: say what it looks at, such as `file:` or `command:`
   *[other] the check `{ $id }` has several kinds ({ $names }): keep one
  }
problem-level = the check `{ $id }` destroys or restarts something: its level is `full`
problem-missing-key = the key `{ $key }` is missing
problem-mode = `{ $given }` is not a mode: write it in octal and in quotes, such as "0640"
problem-fault-cleared = `fault-cleared` needs two checks in `then`: the symptom and the cause
problem-unknown-fault = there is no fault `{ $id }` in the lab
problem-fault-kind = the fault `{ $id }` needs exactly one kind, such as `service-stopped`; it has { $count ->
    [0] none
   *[other] { $count } ({ $names })
}
problem-duplicate-fault = the fault `{ $id }` exists already, on line { $line }
problem-fault-interface = `{ $given }` is not an interface of a node: write its name (`eth0`) or its address
problem-fault-port = port 0 is no port: write one from 1 to 65535
problem-fault-loss = { $given } packets of a hundred cannot be lost: write 1 to 99
problem-fault-rate = `rate` goes from 1kB to 1GB in a second
problem-fault-name = `{ $given }` is not a name: use letters, digits, dots and hyphens
problem-fault-directory = `{ $given }` cannot be filled: write the absolute path of a directory, not the root
problem-fault-filler = `{ $given }` is not the name of a file in the directory
problem-fault-size = `size` goes from 1B to 256MiB
problem-fault-rights = `rights-wrong` changes at least one of `mode`, `owner` and `group`
problem-fault-authority = `ca` and `ca-key` go together
problem-fault-eaten = `resources-eaten` wants `memory`, or 1 to 8 `processors`
problem-fault-clock = `by` is at least 1s
problem-fault-change = a configuration is altered in exactly one way: `replace`, `append` or `truncate`
problem-fault-replace = `find` must hold a text, and `with` another one
problem-no-competence = the check `{ $id }` shows no competence
problem-no-definition = there is no lab.yaml, or it is not UTF-8
problem-no-mutant = there is no mutant.yaml beside these scripts
problem-no-node = a lab has at least one node
problem-no-place = the check `{ $id }` does not say `on` which node it looks
problem-no-statement = there is no enonce.md, or it is not UTF-8
problem-not-dataset = `{ $name }` is not a parameter of kind `dataset`
problem-not-one-of = `{ $given }` is not one of: { $known }
problem-keep-clones = check `{ $id }`: `keep-clones` is for drills; write `level: full`, or leave it out
manual-scale = { $label } ({ $scale })
problem-manual = `manual` wants a `label`, and at least two steps in `scale` if there are any
rows-list = a list of rows
rows-no-list = something that is not a list
rows-no-key = a column of the key is missing
error-live-rows = `{ $command }` did not print a table that can be read: { $why }
error-table-no-truth = the lab gives no row that is expected
error-formula = the formula `{ $formula }` of the lab cannot be computed: { $why }
fact-cell = `{ $column }` of `{ $row }` in { $file }
fact-rows = rows of { $file }
fact-column = `{ $column }` in { $file }
fact-xref = `{ $value }`, looked for in `{ $column }` of { $file }
table-right-value = another value
table-count = { $count }
table-goal = { $recall } of the { $of } rows expected, { $precision } of right rows
table-reached = { $right } right rows of { $given } handed in
table-missing = rows missing from { $file }
table-surplus = rows in excess in { $file }
table-twice = rows given several times in { $file }
table-keyless = rows of { $file } without { $columns }
table-others = other wrong rows of { $file }
calc-a-number = a number
calc-a-result = numbers that can be computed with
calc-right = the exact result
calc-right-about = the result within { $tolerance }
calc-right-rounded = the result rounded to { $digits } decimals
calc-in-unit = { $number }, in { $unit }
xref-in-each-row = a value in each row
xref-rows-without = { $count } rows without a value
problem-table-format = `{ $file }` is no table: say which `format` (csv, yaml or json)
problem-table-empty = `table` compares nothing: give it `key`, and `rows` or `live`
problem-table-key = each row of `rows` and `allowed` gives a plain value to the columns of the key ({ $key })
problem-table-twice = two rows have the key `{ $key }`
problem-calc-format = the name `{ $file }` does not tell the format: say which `format`
problem-calc-empty = `calc` computes nothing: give it `cells`
problem-calc-name = `{ $name }` cannot be a name in a formula: letters without accents, digits and `_`, once only
problem-calc-round = `round` of `{ $path }` is from 0 to 12
problem-formula = the formula of `{ $path }` is wrong: { $why }
doc-a-text = a text
doc-filled-in = an answer instead of the template's words
doc-min-words = at least { $count } words
doc-words = { $count } words
doc-a-heading = a heading of the document
doc-in-each = a value in each element
doc-schema = what the schema asks
doc-once = once
doc-times = { $count } times
doc-other-text = a text that does not meet this
fact-line = line { $line } of { $file }
fact-section = part `{ $title }` of { $file }
fact-link = link `#{ $link }` of { $file }
fact-identifier = identifier `{ $value }` in { $file }
problem-doc-format = the name `{ $file }` does not tell the format: say which `format` (markdown, text, yaml or json)
problem-doc-sections = only a text in Markdown has `sections`
problem-doc-schema-form = `schema` is for YAML or JSON
problem-doc-schema = the schema is not valid: { $why }
problem-doc-unique = `unique` is no regular expression: { $why }
problem-doc-empty = `doc` asks for nothing: give it `sections`, `text`, `min-words`, `unique` or `schema`
ticket-a-moment = a moment, such as 2026-03-02 08:30
fact-ticket = ticket `{ $id }` in { $directory }
fact-tickets = number of tickets selected in { $directory }
fact-delay = time from `{ $from }` to `{ $to }` in { $file }
problem-ticket-directory = `{ $directory }` is not an absolute path
problem-ticket-empty = `ticket` compares nothing: give it `values`, `delays` or `count`
fact-graph = drawing of { $file }
graph-goal = { $share } of agreement with the { $of } real nodes and edges (F1)
graph-reached = { $right } right of { $drawn } drawn
graph-missing = nodes and edges missing from { $file }
graph-surplus = nodes and edges in excess in { $file }
error-graph-no-truth = the lab gives neither a node nor an edge that is expected
drawing-too-deep = too many braces inside one another
drawing-a-list = `{ $name }` has to be a list
drawing-a-node = a node is a name, or has a `name`
drawing-an-edge = an edge is written `a -- b`, [a, b] or { "{" } from: a, to: b { "}" }
problem-graph-format = the name `{ $file }` does not tell the format: say which `format` (dot, plantuml or yaml)
problem-graph-empty = `graph` compares nothing: give it `edges`, `nodes` or `live`
problem-graph-edge = `{ $edge }` is no edge: write `a -- b`
fact-task = task `{ $task }` of { $file }
fact-task-days = working days of `{ $task }`
fact-task-length = length of `{ $task }`
fact-task-resource = resource of `{ $task }`
fact-task-start = start of `{ $task }`
fact-task-end = end of `{ $task }`
fact-cost = cost of the schedule { $file }
plan-a-date = a date, such as 2026-03-02 or 02/03/2026
plan-end-after-start = an end after the start
plan-after = after the end of `{ $task }` ({ $when })
plan-from = { $when } at the earliest
plan-until = { $when } at the latest
plan-working-day = working days at the start and at the end
plan-day-off = { $day } is a day off
plan-available = a resource that is there
plan-absent = { $who } is away on { $day }
plan-capacity = no more tasks at once than the resource can do
plan-crowded = { $who }, { $day }: { $tasks }
plan-priced = a resource with a rate, for each task
problem-plan-format = the name `{ $file }` does not tell the format: say which `format` (csv, yaml, json or ics)
problem-plan-empty = `plan` verifies nothing: give it `tasks`
problem-plan-after = `{ $task }` cannot come after `{ $before }`, which is no other task
problem-plan-cost = `cost` and `rates` go together
problem-plan-rate = `{ $rate }` is no rate
problem-partial = `{ $id }` is not made of elements: remove `partial`
problem-needs-manual = `{ $id }` is left to the teacher: no check can wait for it
problem-points = points are a whole number from 1 to 1000, not { $given }
problem-prefix = the prefix of the network `{ $network }` is between 16 and 29
problem-script-name = a script is named NN-<node>.sh, with one of the nodes: { $known }
problem-step-kind = a step does exactly one thing (`file`, `group`, `user`, `dataset` or `command`), this one { $count }
problem-template = template: { $said }
problem-type = { $expected } expected, { $found } found
problem-uncovered = no check shows the competence { $code } of the activity ({ $label })
problem-unknown-activity = the activity { $code } is not in the référentiel
problem-amount = { $given } is not a number from 0 to { $most } with two decimals at most
problem-levels = `acquired` goes up to 100, and `not-acquired` is below `acquired`
problem-no-such-competence = { $code } is not in the référentiel
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
doing-pause-node = freezing the node { $node }
doing-resume-node = letting the node { $node } go on
doing-remove-container = removing the container { $container }
doing-sensor = making the sensor
doing-toolbox = making the toolbox of the probes
doing-beside = making a container beside the node { $node }
doing-inject = injecting { $id }
doing-clear = taking { $id } back
doing-fault = keeping the record of the fault { $id }
doing-fault-record = reading or writing the record of a fault
doing-snapshot = keeping the state of the node { $node }
doing-remove-snapshots = removing snapshots
doing-inspect = looking at the node { $node }

## Images
image-unknown = there is no recipe of this name
image-pulling = pulling { $image }
image-not-pulled = { $image } cannot be had from the registry, so it is built here: { $reason }
image-registry-silent = the registry has not answered for { $seconds } s about { $image }, so it is built here
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
toolbox-absent = it was not copied to a volume of the engine: `paillasse up` does so
toolbox-none = { $node } was made by an earlier version and has only programs of its own, which prove nothing: rebuild it with `paillasse reset`
toolbox-altered = something stands in the place of the programs that look at { $node }, or they were altered: rebuild it with `paillasse reset`
stage-no-power = only nodes can be stopped and started
error-fault-absent = the fault `{ $id }` is not injected, so nobody can have repaired it
fault-state-injected = injected
fault-state-absent = –
fault-none = the lab { $lab } has no faults
fault-unknown = there is no fault `{ $id }`
fault-yaml = this is no fault: { $said }
fault-yaml-hint = write it as in a lab: `--on NODE 'service-stopped: {"{"} unit: cron {"}"}'`
fault-no-node = a fault that is written out needs its node: `--on NODE`
fault-injected = { $id }: injected on { $node }
fault-injected-already = { $id }: injected already
fault-not-injected = { $id }: is not injected
fault-none-injected = no fault is injected
fault-cleared = { $id }: taken back
fault-cleared-kept = { $id }: over; what somebody changed since was left as it is
incident-time = `{ $given }` is no time: write `10:30`, or an instant such as `2026-09-01T08:30:00Z`
incident-none = the lab { $lab } has no fault with a symptom
incident-none-hint = add `symptom:` and `cause:` to a fault of `faults:` in lab.yaml
incident-begins = the incident begins: { $count ->
    [one] one fault
   *[other] { $count } faults
} (seed { $seed }); Ctrl-C stops watching
incident-seen-by-check = { $id }: its symptom shows
incident-repaired = { $id }: repaired
incident-over = all is repaired
incident-declared = noted
incident-no-incident = there was no incident on { $bench }
incident-state-over = over; { $outage } of outage in all
incident-state-watched = going on; { $outage } of outage so far
incident-state-cut = nobody watches it any more; { $outage } of outage so far. `paillasse fault clear --all` takes back what is left
fault-unreachable = the fault `{ $id }` could not be worked on: { $cause }
fault-refused = the fault `{ $id }` cannot be made here: { $because }; nothing was changed
fault-failed = the fault `{ $id }`: a command failed: { $said }
fault-failed-hint = `paillasse fault clear` tries again; `paillasse reset NODE` makes the node anew
fault-no-record = the record of the fault `{ $id }` cannot be read, so it cannot be undone
fault-refused-already = { $what } is so already
fault-refused-no-unit = there is no unit { $what }
fault-refused-no-process = no process runs { $what }
fault-refused-no-service = { $what } does not belong to a service that could bring it back
fault-refused-no-interface = there is no interface { $what }
fault-refused-no-tool = { $what } is missing
fault-refused-no-file = there is no file { $what }
fault-refused-no-directory = { $what } is no directory
fault-refused-no-text = the text to replace does not occur in { $what }
fault-refused-no-user = there is no local account { $what }
fault-refused-no-certificate = { $what } cannot be signed again with the keys that are given
fault-refused-no-limit = the node has no limit of memory, so the host would suffer
fault-refused-too-large = { $what } is too large
fault-refused-kernel = the kernel does not offer { $what }

## Labs and benches
library-unknown = there is no lab `{ $given }`
library-unknown-hint = `paillasse labs` lists them; a folder that holds a lab.yaml will do too
library-ambiguous = several labs are called `{ $given }`: { $folders }; name the folder
bench-not-up = there is no bench { $bench }
bench-not-up-hint = paillasse up { $lab }
bench-not-running = nodes of the bench { $bench } are missing or stopped: { $nodes }
bench-not-running-hint = `paillasse up` makes those that are missing, `paillasse start` starts those that are stopped
bench-other-values = the bench { $bench } was made with another class secret: the values expected would not be its own
bench-other-values-hint = put the original file `class-secret` back, or make the bench anew (`paillasse down`, then `paillasse up`)
bench-no-node = there is no node `{ $node }` in this lab; there are: { $known }
doing-script = { $script } on { $node }
doing-exec = running a command
doing-down = removing the bench { $bench }
doing-stop = stopping the bench { $bench }
doing-start = starting the bench { $bench }

## Command line
word-error = error:
word-warning = warning:
word-hint = hint:
activity-stage = · { $stage }
interrupted = interrupted
interrupted-tidying = interrupted; putting the bench right…
setting-wrong = { $name } is `{ $value }`, which will not do: for example { $expected }
target-none = there is no bench yet
target-none-hint = `paillasse labs` lists the labs, `paillasse up LAB` makes a bench of one
target-several = there are several benches: { $benches }
target-several-hint = name the bench, or add `--student NAME`
nobody-to-ask = work would be lost, and there is nobody to ask
nobody-to-ask-hint = add --yes to confirm
usage-subcommand = there is no command `{ $given }`
usage-argument = the argument `{ $given }` is not known
usage-missing = missing: { $names }
usage-no-value = { $name } wants a value
usage-value = { $name } cannot be `{ $given }`; it can be: { $known }
usage-value-wrong = { $name } cannot be `{ $given }`
usage-conflict = { $name } does not go with { $other }
usage-no-subcommand = a command is missing
usage-hint = `paillasse --help` lists the commands, `paillasse COMMAND --help` their arguments
column-node = node
column-addresses = addresses
column-role = role
column-bench = bench
column-lab = lab
column-student = student
column-state = state
column-mark = mark
column-fault = fault
column-kind = kind
column-title = what breaks
column-injected = injected
column-seen = symptom
column-declared = noticed
column-repaired = repaired
column-outage = outage
column-network = network
column-subnet = subnet
column-reach = reach
column-image = image
column-memory = memory
column-pids = processes
column-steps = steps
column-parent = parent
column-reference = reference
column-size = size
column-check = check
up-next = bench { $bench } is ready. `paillasse brief` shows the statement, `paillasse shell { $node }` opens a node, `paillasse check` checks the work
up-lab-changed = the lab has changed since the bench { $bench } was made; `paillasse reset` makes it anew as it is now
down-ask = Remove everything? [y/N]
down-done = bench { $bench } removed
down-nothing = nothing was left of the bench { $bench }
reset-ask = Go back to the start? [y/N]
stop-done = bench { $bench } stopped; the work is kept, `paillasse start` takes it up again
start-done = bench { $bench } started
lost-heading = On the bench { $bench }, this would be lost:
lost-node = { $count ->
    [one] { $node }: one file changed since the start
   *[other] { $node }: { $count } files changed since the start
  }
lost-folder = { $folder } ({ $count })
lost-more = { $count ->
    [one] and one more directory
   *[other] and { $count } more directories
  }
status-none = no bench; `paillasse up LAB` makes one
state-unfinished = to be finished (`paillasse up`)
state-empty = no node (`paillasse up`)
state-stopped = stopped
state-running = { $count ->
    [one] one node running
   *[other] { $count } nodes running
  }
state-partly = { $running } of { $all } nodes running
plan-heading = Bench { $bench } for the lab { $lab }
plan-specimen = without an engine, the addresses shown are mere examples
plan-internet = reaches the Internet
plan-closed = closed
images-absent = absent
images-exported = { $path }: { $size }
images-pruned = { $count ->
    [0] no image to remove
    [one] one image removed
   *[other] { $count } images removed
  }
version-format = lab format { $format }
version-engine = engine { $kind } { $version } (API { $api })
version-no-engine = no container engine answers

## Proof of a lab
phase-up = making
phase-untouched = untouched
phase-solution = solution
phase-mutant = mutant { $name }
phase-fault = fault { $id }
phase-reset = reset
phase-again = solution, again
phase-down = removal
phase-good = as it should be
phase-bad = { $count ->
    [one] one flaw
   *[other] { $count } flaws
  }
expected-pass = pass
expected-fail-fault = fail while the fault is there
expected-pass-cleared = pass once the fault was taken back
expected-fail = fail
flaw-broke-off = broke off: { $reason }
flaw-untouched-earns = { $id } earns { $points } point(s) without any work: give `partial` a higher share
flaw-left = left on the engine: { $what }
flaw-residue = the reset does not bring the start back: { $path }
flaw-verdict = { $id }: { $verdict }, expected: { $expected }. { $said }
flaw-gap = { $fact }: expected { $expected }, found { $actual }
proof-unkilled = no mutant makes `{ $id }` fail: nothing proves that this check can
proof-good = { $students ->
    [one] { $lab }: proven on one student, { $seconds } s of work
   *[other] { $lab }: proven on { $students } students, { $seconds } s of work
  }
proof-bad = { $count ->
    [one] { $lab }: one flaw
   *[other] { $lab }: { $count } flaws
  }
lint-done = { $count ->
    [0] { $lab }: nothing to say
    [one] { $lab }: one remark
   *[other] { $lab }: { $count } remarks
  }
lint-no-solution = no reference solution: nothing proves that the lab can be done
lint-no-mutant = no mutant: nothing proves that the checks reject anything
lint-unkilled = no mutant makes `{ $id }` fail
lint-no-hint = `{ $id }` has no hint
new-name = `{ $name }` is no name for the folder of a lab: lower-case letters, digits, dots and hyphens, a letter first
new-exists = { $path } exists already
new-write = { $path } cannot be written: { $reason }
new-next = `paillasse lab lint { $path }` looks at the files, `paillasse lab test { $path }` proves the lab

## What is kept
state-homeless = neither XDG_STATE_HOME nor HOME gives an absolute path to keep the state in
state-homeless-hint = export HOME=/path/to/your/home
state-folder = the directory { $path } cannot be used: { $reason }
state-folder-hint = give the directory back to its owner: sudo chown -R "$USER" { $path } && chmod u+rwx { $path }; or choose another one with XDG_STATE_HOME
state-class-secret = the class secret
state-signing-key = the signing key
state-private = { $what }, { $path }, can be neither read nor written: { $reason }
state-exposed = { $what }, { $path }, can be read by others than you (mode { $mode })
state-exposed-hint = chmod 600 { $path }
state-damaged = the class secret, { $path }, is damaged: 64 hexadecimal digits are expected
state-damaged-hint = restore it from a backup. Without one, `rm { $path }` has a new one made, and all students get other values: their benches have to be made again
state-damaged-key = the signing key, { $path }, is damaged: an Ed25519 key of OpenSSH, without passphrase, is expected
state-damaged-key-hint = restore it from a backup. Without one, `rm { $path }` has a new one made; whoever keeps a list of keys needs the new one (`paillasse verify --key`)
state-host-key = the key of the server of the class
state-access-book = the list of those who may join
state-join-key = the key that this machine joins with
state-joined = what this machine remembers of the class it joined
state-damaged-file = { $what }, { $path }, is damaged
state-damaged-access-hint = restore it from a backup. Without one, `rm { $path }` has a new one made, and the students need new codes (`paillasse class codes`)
state-damaged-joined-hint = rm { $path }, then join again with your code
lock-name = `{ $bench }` is not the name of a bench
lock-file = { $path } cannot be locked: { $reason }
lock-held = { $path } is held by another paillasse (process { $pid })
lock-waiting = the bench { $bench } is held by another paillasse (process { $pid }): waiting

## Hints
hint-count = { $shown }/{ $all }
hint-number = Hint { $number } of { $all }:
hint-none = This check has no hint.

## Help
help-paillasse = Turns an activity of the BTS SIO référentiel into a running lab, and checks the results.
help-heading-usage = Usage:
help-heading-commands = Commands
help-heading-options = Options
help-heading-arguments = Arguments
help-help = Shows this help
help-lang = Language: fr or en (otherwise LC_ALL, then LANG)
help-quiet = Says nothing but results and errors
help-verbose = Says all that is done
help-labs-dir = A folder of labs, which come before those of the program
help-json = As JSON
help-yes = Does not ask for confirmation
help-lab = The lab: code of the activity (A3.3.2), folder or name of the bench
help-student = The student (otherwise PAILLASSE_STUDENT, then the user)
help-node = The node
help-user = The user on the node (root by default)
help-verb-labs = Lists the 57 activities, and which have a lab
help-labs-filter = A process (P3), a domain (D3.3) or a bloc of the reform of 2020 (B2.3)
help-labs-available = Only those that have a lab
help-verb-show = Shows an activity: competences, resources, expected results, lab
help-show-activity = The code of the activity (A3.3.2)
help-verb-up = Makes a student's bench, or finishes and starts it
help-verb-brief = Shows the statement, with the student's values
help-html = Writes the statement in HTML to this file (`-`: standard output)
help-verb-shell = Opens a terminal on a node
help-verb-exec = Runs a command on a node
help-command = The command and its arguments
help-verb-check = Checks the work
help-level = quick: looks without touching; full: also the drills (stops, destructions), on copies
help-only = Only these checks, and those that they need
help-format = The form of the result: terminal, json, junit, tap, markdown, csv, html
help-watch = Checks again and again while the student works
help-verb-hint = Gives the next hint of a check
help-hint-check = The check (without it: those that have not passed)
help-verb-status = Lists the benches and their state
help-status-filter = Only this bench, lab or student
help-verb-stop = Shuts the nodes of a bench down; the work is kept
help-verb-start = Starts a stopped bench again
help-verb-reset = Returns a bench, or a node, to its start
help-nodes = Only these nodes
help-verb-down = Removes a bench
help-all = All benches
help-verb-plan = Shows what `up` would make
help-verb-images = Looks after the images of the nodes
help-verb-images-list = Lists the images, present or not
help-verb-images-build = Makes images available: from a registry, or built
help-verb-images-export = Writes images to a file (USB stick)
help-verb-images-import = Loads images from a file
help-verb-images-prune = Removes images of earlier versions
help-images-prune-all = Also those of this version
help-verb-fault = Breaks something on purpose, and mends it (for the teacher)
help-verb-fault-list = Lists the faults of a lab, injected or not
help-verb-fault-inject = Injects faults
help-verb-fault-clear = Takes faults back
help-fault-inject-faults = Faults of the lab, or one written out: 'service-stopped: {"{"} unit: cron {"}"}'
help-fault-inject-on = The node of a fault that is written out
help-fault-clear-faults = Faults that are injected
help-fault-clear-all = All of them
help-verb-incident = Has faults come by themselves, and tells how they were met
help-verb-incident-start = Injects faults at their time and watches until they are repaired
help-verb-incident-seen = Notes that what is wrong was noticed
help-verb-incident-show = Shows the course of the latest incident
help-incident-start-within = At random within this time: 20min
help-incident-start-at = At this time (10:30), or instant (RFC 3339)
help-incident-start-pick = How many faults are drawn; 1 when nothing is said
help-incident-start-seed = What faults and times are drawn from, to have the same again
help-incident-start-only = Draws among these faults only
help-file = The file
help-images = The images (all by default)
help-verb-lab-test = Proves a lab: untouched, solution, mutants, reset
help-verb-lab-lint = Looks for mistakes in the files of a lab
help-verb-lab-new = Writes a lab to begin from
help-labs = The labs (all by default)
help-students = How many students, each with other values (3 by default)
help-jobs = How many benches at the same time, of all labs together (by default: the processors of the engine)
help-mutants = Only these mutants
help-name = The name of the folder
help-activity = The activity (A3.3.2)
help-into = Where to make the folder (`labs` by default)
help-verb-doctor = Examines the machine and the engine, and says how to mend
help-class-size = How many students are expected
help-doctor-lab = The lab that is planned
help-verb-demo = Goes through a lab from end to end, with its solution
help-demo-keep = Keeps the bench at the end
help-verb-schema = Prints the formats: lab, inventory, kinds (of checks), report, result
help-what = Which
help-markdown = In Markdown (kinds only)
help-verb-completions = Writes the completion for a shell
help-shell = The shell: bash, elvish, fish, powershell, zsh
help-verb-version = Prints the versions
help-verb-lab = Writes, looks at and proves labs
doing-check = check { $id }
watch-score = { $earned } of { $judged } points; the bench is being watched, Ctrl-C to end

## Demonstration
demo-heading = ━━ { $number }/7 · { $what }
demo-up = Making the bench { $lab }
demo-statement = The statement that the student gets
demo-untouched = Checking the untouched bench: everything must fail
demo-untouched-wrong = checks pass on the untouched bench
demo-solution = Applying the reference solution
demo-check = Checking in full, drills included, on copies of the nodes
demo-solution-wrong = the reference solution does not get all points
demo-reset = Reset
demo-reset-wrong = the reset does not bring the start back
demo-reset-good = The nodes are as they were at the start: no file changed, the same checks fail.
demo-down = Removal
demo-kept = The bench { $bench } is kept.
demo-done = Nothing is left on the engine. Demonstration done in { $seconds } s.
## Journal
journal-refused = the journal { $path } cannot be opened or written: { $reason }
journal-full = the disk is full: the journal { $path } cannot be written any more
journal-full-hint = make room: `df -h { $path }` shows the disk, `docker system df` what Docker keeps there
journal-busy = another program has kept the journal { $path } locked for more than ten seconds
journal-busy-hint = `fuser -v { $path }` shows which one
journal-newer = the journal { $path } is that of a later version of paillasse (version { $found } of the format, { $known } is known here): update paillasse
journal-foreign = { $path } is the database of another program
journal-corrupt = the journal { $path } is damaged: { $reason }
journal-aside-hint = or move it out of the way, a new one will be begun: mv { $path } { $path }.old
journal-set-aside = the journal could not be read ({ $reason }): it is kept in { $path }, and a new one is begun. Only the history is missing, no bench depends on it
journal-no-run = there is no run { $run } under way or recorded
journal-no-run-hint = `paillasse history` lists them
journal-sql = the journal failed: { $reason }

## Diagnosis of the machine
doing-look-inside = trying the network from a container
doctor-what-engine = container engine
doctor-what-cgroup = control groups (cgroups)
doctor-what-storage = storage driver
doctor-what-limits = limits of containers
doctor-what-clock = clock
doctor-what-images = images of nodes
doctor-what-disk = room on the disk
doctor-what-memory = memory
doctor-what-inotify = inotify instances
doctor-what-keys = kernel keys
doctor-what-pids = process numbers
doctor-what-files = open files
doctor-what-neighbours = neighbour table (ARP)
doctor-what-bridge = ports of a bridge
doctor-what-subnets = free subnets
doctor-what-network-build = network to build images
doctor-what-network-lab = network of labs with Internet
doctor-what-state = state directory
doctor-timeout = no answer in { $seconds } s
doctor-again = run `paillasse doctor` again; if this persists, `docker info` and `journalctl -u docker -n 50` tell what the engine does
doctor-panic = the examination failed: { $reason }
doctor-no-engine = to be seen when the engine answers
doctor-no-engine-mend = mend the engine first, then: paillasse doctor
doctor-engine = { $kind } { $version }, API { $api }, at { $address }
doctor-engine-docker = Docker
doctor-engine-rootless = rootless Docker
doctor-engine-podman = Podman
doctor-engine-mend = export DOCKER_HOST=unix:///var/run/docker.sock
doctor-engine-podman-mend = Podman does for most labs; for all: sudo apt install docker.io && export DOCKER_HOST=unix:///var/run/docker.sock
doctor-cgroup = version { $version }, driver { $driver }
doctor-cgroup-parent = version { $version }, driver { $driver }; whoever is root on a node can lift the limits of their own nodes (from Docker 28.0 on they cannot)
doctor-cgroup-mend = an engine without root starts nodes only on control groups of version 2, and inside a session of systemd: sudo apt install dbus-user-session && sudo loginctl enable-linger $USER, log in again, then systemctl --user restart docker; or use the engine of root
doctor-storage = { $driver }
doctor-storage-mend = this driver is slow; overlay2 does better, but the present images and containers will not be seen any more: in /etc/docker/daemon.json, put "storage-driver": "overlay2", then sudo systemctl restart docker
doctor-limits = memory, processor and processes can be limited
doctor-limits-missing = the engine cannot limit: { $missing }; one node could smother all others
doctor-limits-mend = in /etc/default/grub, add `cgroup_enable=memory swapaccount=1` to GRUB_CMDLINE_LINUX, then: sudo update-grub && sudo reboot (Raspberry Pi: in /boot/firmware/cmdline.txt, then sudo reboot)
doctor-limits-rootless-mend = sudo mkdir -p /etc/systemd/system/user@.service.d && printf '[Service]\nDelegate=cpu cpuset io memory pids\n' | sudo tee /etc/systemd/system/user@.service.d/delegate.conf && sudo systemctl daemon-reload, then log in again
doctor-clock = { $now }, as the engine says
doctor-clock-past = it is { $now } by the clock, but this program was made at { $built }
doctor-clock-skew = { $seconds } s between this machine and that of the engine: certificates would be refused
doctor-clock-mend = sudo timedatectl set-ntp true && timedatectl
doctor-images = all { $count } images are there
doctor-images-build = to be built when first needed, on the Debian that is there: { $missing }
doctor-images-bootstrap = to be built when first needed, with mmdebstrap if no registry answers: { $missing }
doctor-images-keyring = to be built when first needed: { $missing }; mmdebstrap is there, but not the keys of Debian
doctor-images-keyring-mend = sudo apt install debian-archive-keyring
doctor-images-registry = to be pulled from { $registry } when first needed: { $missing }; if it does not answer, nothing here can build them
doctor-images-missing = to be built when first needed: { $missing }; if no registry answers, mmdebstrap is missing to do it
doctor-images-mend = sudo apt install mmdebstrap debian-archive-keyring; or, from a USB stick: paillasse images import FILE
doctor-disk = { $free } free in { $root }; { $needed } are needed ({ $images } for the images, { $each } for each node)
doctor-disk-unknown = { $root } is on another machine; { $needed } must be free there
doctor-disk-look = on the machine of the engine: df -h { $root }
doctor-disk-mend = docker system df; docker system prune; paillasse images prune
doctor-memory = { $available } available of { $total }; { $running } nodes run, { $more } are to be started: { $idle } idle ({ $each } each), { $working } at work ({ $worker } each); { $limit } if the whole class reached the limits of the lab
doctor-memory-mend = { $students ->
    [0] stop what takes the memory (`ps aux --sort=-rss | head`), or benches that nobody needs: paillasse stop
    [one] one bench fits at a time: paillasse up for one student only, paillasse stop for those who do not work
   *[other] { $students } benches fit at a time: paillasse up for { $students } students at most, paillasse stop for those who do not work
  }
doctor-limit = { $name } = { $found }; { $needed } are needed for { $nodes } nodes
doctor-limit-unknown = { $name }: the kernel is another machine's; { $needed } are needed
doctor-limit-look = on the machine of the engine: sysctl { $name }
doctor-limit-mend = sudo sysctl -w { $name }={ $value } && echo '{ $name } = { $value }' | sudo tee -a /etc/sysctl.d/90-paillasse.conf
doctor-bridge = { $ports } ports at most on a network; the kernel allows { $most }
doctor-bridge-mend = in lab.yaml, spread the nodes over several networks (`networks:`)
doctor-subnets = { $free } free subnets /{ $prefix } in { $range }; the class still needs { $needed }
doctor-subnets-mend = paillasse status, then paillasse down for benches that nobody needs; or a larger range: export PAILLASSE_SUBNETS=10.128.0.0/9
doctor-network = { $mirror } answers
doctor-network-dns = { $mirror } cannot be reached: its name has no address
doctor-network-dns-mend = in /etc/docker/daemon.json, put the address of the site's DNS server ("dns": ["ADDRESS"]; `resolvectl dns` shows it), then: sudo systemctl restart docker
doctor-network-refused = { $mirror } cannot be reached: { $reason }
doctor-network-proxy-mend = behind a proxy: export http_proxy=http://PROXY:PORT https_proxy=http://PROXY:PORT; else try from the machine: sudo apt update
doctor-network-lab-dns = nodes with Internet would not reach { $mirror }: its name has no address
doctor-network-lab-refused = nodes with Internet would not reach { $mirror }: { $reason }
doctor-network-lab-mend = sudo sysctl -w net.ipv4.ip_forward=1 && sudo systemctl restart docker; other labs do not need it
doctor-network-no-image = no image to try with yet
doctor-network-no-image-mend = paillasse images build base && paillasse doctor
doctor-state = { $path } can be written
doctor-state-full = { $path } has only { $free } left; { $needed } are needed
doctor-state-open = { $path } is open to others than you (mode { $mode })
doctor-state-open-mend = chmod 700 { $path }
doctor-state-shared = { $path } is on a network share: the journal bears one machine at a time
doctor-state-shared-mend = sudo install -d -m 700 -o "$USER" /var/lib/paillasse-$USER && cp -a { $path } /var/lib/paillasse-$USER/ && export XDG_STATE_HOME=/var/lib/paillasse-$USER
## Network, deliverables, drills
shown-yes = yes
shown-no = no
error-sensor-name = the sensor cannot resolve `{ $host }`
error-sensor-route = the sensor has no route to { $host }
error-ssh-key = the private key that the lab gives cannot be used
error-live-empty = `{ $command }` printed nothing to compare with
error-live-number = `{ $command }` should have printed a number: { $said }
error-restart = a node could not be restarted
error-nothing-planted = the witness could not be planted
error-not-destroyed = the witness is still there after it was destroyed
reach-open = open
reach-refused = refused
reach-filtered = filtered (no answer)
reach-absent = no machine at this address
reach-no-route = no route
reach-unresolved = the name has no address
fact-reach = { $what } from { $from }
expect-answer = an answer
http-no-connection = no connection ({ $said })
http-late = no answer in time
http-tls = no TLS session ({ $said })
http-redirects = too many redirects
http-broken = the connection or the answer was cut ({ $said })
fact-http = { $url }
fact-http-status = status of { $url }
fact-http-header = header { $name } of { $url }
fact-http-cookie = cookie { $name } set by { $url }
fact-http-cookie-attribute = { $key } of the cookie { $name } set by { $url }
http-within = an answer within { $bound }
http-after = one after { $seconds } s
fact-http-body = body of { $url }
fact-http-json = `{ $path }` in { $url }
expect-json = JSON
fact-dns-rcode = answer code for { $name }
fact-dns-answer = { $record } records of { $name }
fact-dns-authority = authority of the server for { $name }
fact-dns-ttl = TTL of { $name }
fact-dns-server = name server { $server }
fact-dns-resolver = resolver of { $node }
expect-a-record = at least one record
dns-silent = no answer
ssh-accepted = accepted
ssh-accepted-by = accepted ({ $method })
ssh-denied = denied
ssh-denied-said = denied ({ $said })
ssh-no-session = no SSH session ({ $said })
ssh-usable-key = a private key without a passphrase
ssh-bad-key = unusable
fact-ssh-login = login { $whom }
fact-ssh-banner = banner of { $server }
fact-ssh-host-key = host key of { $server }
facts-missing = missing
facts-template = not filled in
facts-group = a group of values, not one
facts-several = several rows of this name
facts-columns = { $found } columns instead of { $expected }
facts-no-separator = neither a key nor a value
facts-twice = `{ $key }` is there twice
facts-a-file = a file
facts-no-file = something that is not a file
facts-too-long = a longer file
facts-utf8 = text in UTF-8
facts-not-utf8 = another encoding
facts-readable = well-formed { $format }
facts-unparseable = line { $line }, column { $column }: { $why }
fact-value = `{ $path }` in { $file }
expect-measured = what is measured on the bench
expect-measured-about = what is measured on the bench, within { $tolerance }
fact-witness = witness tree
fact-modified = date of { $path }
fact-xattr = extended attributes of { $path }
fact-hard-links = hard links of { $path }
fact-backup = backup `{ $command }`
fact-procedure = procedure `{ $command }`
fact-duration = duration: { $what }
fact-state = state read by `{ $command }`
restore-same = the same as planted
restore-more = { $count ->
    [one] one more difference
   *[other] { $count } more differences
  }
restore-digest = { $size } bytes, SHA-256 { $digest }…
restore-status = status { $status } ({ $said })
restore-success = status 0
problem-reach-flows = `reach` tries either `to` or a list of 1 to 64 `flows`
problem-reach-port = a port is missing to reach { $to }
problem-reach-icmp-port = icmp has no ports ({ $to })
problem-reach-udp = an open udp port is known only by its answer: say what to `send` to { $to }
problem-http-url = `{ $url }` is not the address of a page: write http://… or https://…
problem-http-password = there is a `password` and no `user`
problem-http-certificate = `certificate` and `key` go together
problem-dns-server = say which `server` is asked, or `from` which node
problem-ssh-ways = say one of `password`, `key` and `key-file`
problem-ssh-key-file = `key-file` is a file of the node `from`, which is missing
problem-ssh-password = a password is one line
problem-ssh-run = `status` and `stdout` are those of `run`, which is missing
problem-ssh-alone = `run` goes neither with `banner` nor with `login: denied`: make two checks of it
problem-facts-empty = `facts` compares nothing: give it `values` or `live`
problem-facts-format = the name `{ $file }` does not tell the format: say which `format`
problem-persist-empty = `persist` needs checks to run again in `then`
problem-then-level = `{ $id }` is of level full: it cannot be run again by another check
problem-restore-witness = `restore` needs a `tree`, or `plant`, `read` and `destroy`
problem-restore-read = `plant` and `read` go together
problem-restore-path = `tree` and `restored-tree` are absolute paths, not / itself
problem-restore-stopped = the procedure cannot run on { $node }, which is switched off
## Looking inside a node
shown-installed = installed
shown-package-empty = declared to dpkg, without a single file
shown-package-missing = declared to dpkg, but { $path } is not there
shown-local = the files of the machine
shown-directory = a directory
shown-listening = listening
shown-not-listening = not listening
shown-from-any = reachable from other machines
shown-from-local = reachable from the machine itself only
shown-planned = planned
shown-not-planned = not planned
shown-delayed = { $calendar }, at random up to { $delay } later
shown-cron-read = read by cron
shown-cron-name = ignored: its name holds a sign other than letters, digits, - and _
shown-cron-rights = ignored: owner { $owner }, mode { $mode }
shown-cron-cut = ignored: its last line has no end of line
shown-cron-syntax = ignored: this line is wrong: { $line }
shown-not-executable = ignored: it is not executable
shown-count = { $count } (running: { $seen })
expect-process-user = as { $user }
expect-process-args = command line: { $args }
expect-process-parent = started by { $parent }
expect-with = { $first }, { $second }
error-no-shadow = the machine does not tell the password of { $user }, who comes from a directory
error-no-property = systemd knows no property { $property } of { $unit }
error-listen-holder = the machine does not tell who holds the port { $port }
error-timer-no-record = { $timer } belongs to cron, which keeps no record of its runs
error-timer-calendar = the calendar `{ $given }` of { $timer } could not be understood
fact-package = package { $package }
fact-version = version of { $package }
fact-candidate = version of { $package } that apt would install
fact-held = whether { $package } is held back
fact-user = user { $user }
fact-user-uid = number of the user { $user }
fact-user-gid = number of the primary group of { $user }
fact-user-group = primary group of { $user }
fact-user-groups = groups of { $user }
fact-user-home = home directory of { $user }
fact-user-shell = shell of { $user }
fact-user-source = origin of the user { $user }
fact-user-locked = whether the password of { $user } is locked
fact-user-password-set = whether { $user } has a usable password
fact-user-password-scheme = hash of the password of { $user }
fact-user-password-max-age = maximum age of the password of { $user }
fact-user-password-min-age = minimum age of the password of { $user }
fact-user-expires = day on which the account { $user } closes
fact-user-expired = whether the account { $user } is closed
fact-the-group = group { $group }
fact-group-gid = number of the group { $group }
fact-group-members = members of the group { $group }
fact-group-local = whether the group { $group } stands in /etc/group
fact-unit = unit { $unit }
fact-unit-active = state of { $unit }
fact-unit-enabled = start of { $unit } at boot
fact-unit-masked = whether { $unit } is masked for good
fact-unit-failed = whether { $unit } has failed
fact-unit-user = user of the main process of { $unit }
fact-unit-needs-reload = whether { $unit } changed since systemd read it
fact-unit-property = { $property } of { $unit }
fact-processes = processes { $what }
fact-listen = port { $port }
fact-listen-reach = reach of the port { $port }
fact-listen-addresses = addresses of the port { $port }
fact-listen-process = process that holds the port { $port }
fact-listen-only = ports listened on
fact-timer = planned start of { $runs }
fact-timer-at = calendar of { $timer }
fact-timer-persistent = whether { $timer } makes up for missed runs
fact-timer-user = user of { $timer }
fact-timer-last-result = result of the last run of { $timer }
fact-timer-last-run = time since the last run of { $timer }
problem-package-name = `{ $given }` is not the name of a package
problem-absent-detail = nothing can be expected of { $name }, which should not be there
problem-account-name = `{ $given }` is not the name of a user or a group
problem-unit-name = `{ $given }` is not the name of a unit
problem-unit-property = `{ $given }` is not a property of a unit
problem-process-name = `{ $given }` is neither the name of a program nor its absolute path
problem-listen-what = say either a `port` (1 to 65535) or the list `only`
problem-listen-only = `only` goes with `except-local` alone
problem-listen-except-local = `except-local` goes with `only`
problem-listen-closed = nothing can be expected of a port on which nothing should listen
problem-timer-at = `{ $given }` is not a calendar expression without time zone: write for example `02:30` or `Mon..Fri 22:00`
problem-timer-slack = `slack` goes with `at`
problem-timer-unplanned = nothing can be expected of what should not be planned
doing-doctor = examining the machine and the engine
doctor-ok = good
doctor-unknown = unknown
doctor-warning = warning
doctor-trouble = trouble
doctor-line = { $what }: { $detail }
brief-written = statement written to { $path }

## Layout
duration-minutes = { $minutes } min
duration-hours = { $hours } h
duration-hours-minutes = { $hours } h { $minutes }
memory-mib = { $size } MiB
memory-gib = { $size } GiB

## Reports
report-pass = passed
report-fail = failed
report-error = not judged
report-skip = not run
report-manual = teacher
report-left-to-teacher = left to the teacher: { $criterion }
report-elements = { $right } of { $of } elements right
report-gap = { $fact }: expected { $expected }, found { $actual }
report-not-judged = not judged: { $cause }
report-heading = { $lab } – { $title }
report-bench = bench { $bench }
report-head-competence = Competence
report-head-label = Label
report-head-points = Points
report-head-mastery = Mastery
report-acquired = acquired
report-in-progress = in progress
report-not-acquired = not acquired
report-mastery-not-judged = not judged
report-no-mark = No point could be judged: there is no mark.
report-total = Total: { $earned } out of { $judged ->
    [one] { $judged } point judged
   *[other] { $judged } points judged
  }, which is { $mark }/20
report-aside-error = { $points ->
    [one] Not judged ({ $points } point, which does not count against you):
   *[other] Not judged ({ $points } points, which do not count against you):
  }
report-aside-skip = { $points ->
    [one] Not run ({ $points } point, not in the total):
   *[other] Not run ({ $points } points, not in the total):
  }
report-aside-manual = { $points ->
    [0] Left to the teacher:
    [one] Left to the teacher ({ $points } point, not in the total):
   *[other] Left to the teacher ({ $points } points, not in the total):
  }
report-next-failed = To be mended first: { $title } ({ $id }).
report-next-hint = For a hint:
report-next-hints = { $count ->
    [one] and one more: `paillasse hint` lists them
   *[other] and { $count } more: `paillasse hint` lists them
  }
report-next-full = To run the checks of level `full` too:
report-next-again = To judge what could not be, once its cause is gone:
report-next-done = Everything passed.

## Statements
statement-facts = { $duration } · { $stars } · { $points ->
    [one] { $points } point
   *[other] { $points } points
  } · { $student }
statement-nodes = Machines
topology-title = Network plan of { $lab }
topology-node = { $node }: { $links }.
topology-link = { $address } on { $network }
topology-alone = { $node }: no network.
topology-internet = reaches the Internet
help-verb-history = Lists past runs of checks
help-run = Shows the verdicts of this run
help-bench = Only this bench
help-limit = How many at most, the latest (20 by default)
history-none = the journal holds no run
history-running = running
history-interrupted = interrupted
column-run = no.
column-when = begun
column-level = level
page-skip = Skip to the statement
page-contents = Contents
page-student = Student
page-duration = Duration
page-difficulty = Difficulty
page-difficulty-of-3 = { $difficulty } out of 3
page-points = Points
page-table = Table
page-network = Network and machines
page-node = Machine
page-addresses = Addresses
page-role = Role
page-checks = What is checked
page-checks-how = `paillasse check` checks each point, as often as you like; `paillasse hint NAME` gives a hint.
page-expected = Expected
page-competences = Competences
page-level-full = level `full`
page-total = Total
page-footer = The addresses and values of this statement are yours alone.

## Catalogue
catalogue-legend = { $with ->
    [one] ● with a lab ({ $with } activity out of { $all })
   *[other] ● with a lab ({ $with } activities out of { $all })
  } · ○ without a lab · [B…] blocs of the reform of 2020, an indicative mapping
catalogue-next = `paillasse show A3.3.2` describes an activity, `paillasse up A3.3.2` makes its bench.
sheet-competences = Competences
sheet-resources = Resources given
sheet-results = Expected results
sheet-blocs = Blocs of the reform of 2020 (an indicative mapping)
sheet-lab = Lab: { $title }
sheet-facts = { $duration } · { $stars } · { $points ->
    [one] { $points } point
   *[other] { $points } points
  } · { $memory } of memory at most
sheet-nodes = Machines
sheet-node = image { $image }, networks: { $networks }
sheet-checks = Checks, with their points
sheet-no-lab = This activity has no lab yet.
labs-filter = nothing in the référentiel answers to `{ $filter }`
labs-filter-hint = give a process (P3), a domain (D3.3), an activity (A3.3.2) or a bloc (B2.3)
labs-unreadable = { $lab } cannot be read; `paillasse lab lint` says why

## What makes a lab unreadable

problem-duration = `{ $given }` is not a duration: write for example 90s or 15min
problem-size = `{ $given }` is not a size: write for example 512MiB
problem-range = { $given } is not between { $low } and { $high }
problem-reserved = `{ $name }` already means something else in templates: give this parameter another name

## A lab to begin from

new-activity-hint = `paillasse labs` lists the activities
help-spread = Each mutant on one student only, in turn, instead of on all

## What cannot be seen

lost-unseen = { $node }: stopped or silent, what was done there is not known
doctor-network-no-mirror = the apt of this machine knows no mirror of Debian
doctor-network-no-mirror-mend = `paillasse images build base` tells whether packages arrive
## Further kinds
fact-config = `{ $key }` of { $of }
fact-config-whole = configuration of { $of }
config-not-set = not set
config-accepted = accepted
config-refused = refused: { $said }
config-loaded = loaded as it is written
config-pending = its new value waits for a restart
config-stale = { $file } was changed after it was loaded
error-config-conditions = the configuration has conditions (`.if`), which only HAProxy can decide
problem-config-empty = `values`, `absent` or `running` should say what is expected
problem-config-nothing = `of` names a daemon, `file` a file: one of them is needed
problem-config-file = this daemon is always asked for its own configuration: `{ $file }` is of no use
problem-config-key = `{ $key }` does not go with what is asked here
problem-config-for = `for` knows user, host, addr, laddr, lport and rdomain, without commas: `{ $key }` is wrong
secrets-files = secrets in files
secrets-arguments = secrets in the arguments of processes
secrets-environment = secrets in the environment of processes
secrets-journal = secrets in the journal
secrets-git = secrets in the history of { $repository }
secrets-messages = secrets in the commit messages of { $repository }
secrets-none = none
secrets-found = found in { $places }
secrets-repository = a Git repository
error-hidden-process = the environment of process { $process } cannot be read
problem-secrets-what = `forbidden` or `patterns` should say what is looked for
problem-secrets-where = `in`, `processes`, `journal` or `git` should say where secrets are looked for
problem-secrets-short = a forbidden value has at least four characters and one line
problem-secrets-pattern = `{ $pattern }` is not a pattern of one line, or matches everything
problem-secrets-path = `{ $path }` should be an absolute path, and not the whole system
fact-tls-issuer = issuer of the certificate of { $server }
fact-tls-dates = dates of the certificate of { $server }
fact-tls-name = names of the certificate of { $server }
fact-tls-certificate = certificate of { $server }
fact-tls-version = { $version } on { $server }
fact-tls-days = days left to the certificate of { $server }
fact-tls-bits = size of the key of { $server }
fact-tls-chosen = version chosen by { $server }
fact-tls-key = kind of key of { $server }
fact-tls-signature = signature of the certificate of { $server }
fact-tls-client = client certificate on { $server }
tls-session = a TLS session
tls-valid = valid
tls-known = known
tls-accepted = accepted
tls-refused = refused
tls-not-asked = not asked for
tls-asked = asked for
tls-required = required
tls-not-for = only { $names }
error-tls-attempt = { $version } could not be tried: { $said }
problem-tls-ca-file = `ca-file` is a file of the node that looks: say which in `from`
problem-tls-two-ca = `ca` and `ca-file` say the same thing twice
problem-tls-pair = `certificate` and `private-key` go together
problem-tls-version = { $version } cannot be both accepted and refused
fact-sql = `{ $query }`
fact-sql-count = rows of { $what }
fact-sql-server = server of `{ $client }`
sql-accepted = accepted
sql-closed = connection refused: { $said }
sql-refused = error { $code }: { $said }
sql-error = error { $code }
sql-cells = { $first } | { $second }
sql-rows = { $first } ; { $second }
problem-sql-query = the query is empty
problem-sql-error = a query that should be refused gives no rows to compare
problem-sql-code = `error` is `connection`, a code of at least two signs, or words
problem-sql-file = a database of SQLite is the absolute path of its file
fact-ldap = { $url }
fact-ldap-result = search under `{ $base }` as { $whom }
fact-ldap-entries = entries { $filter } under `{ $base }`
fact-ldap-attribute = { $name } of { $dn }
fact-ldap-place = place in the directory
ldap-anonymous = anonymous
ldap-result = { $word } ({ $said })
ldap-denied = refused by the server
ldap-an-entry = at least one entry
ldap-under = under { $dn }
problem-ldap-url = `{ $url }` is not the address of a directory: write ldap://HOST or ldaps://HOST, and nothing after
problem-ldap-bind = `bind` and `password` go together, and the password is not empty: without it, the server would take it for anonymous
problem-ldap-starttls = `ldaps://` is TLS already: remove `starttls`
problem-ldap-clear = a certificate is verified with `starttls` or `ldaps://` only
problem-ldap-denied = a search that should be `denied` has no entries and no other result to compare
problem-ldap-filter = `{ $filter }` is not a filter: write it in parentheses
problem-ldap-result = `{ $word }` is no result: write success, no-such-object, invalid-credentials, insufficient-access…, or code-N
fact-smb = { $what } in { $share } as { $user }
fact-smb-login = login of { $user } on { $server }
smb-guest = guest
smb-as-guest = no session in this name: the server refuses, or takes the account for a guest ({ $said })
smb-same = the file that was put there
smb-differs = another content
error-smb-left = a witness file (paillasse-…) could not be removed from `{ $share }`: give in `planter` an account that can
problem-smb-operations = say in `operations` what is tried, or `login: denied` alone
problem-smb-user = `user` and `password` go together; a guest is not denied a login
problem-smb-path = `{ $path }`: these paths are written with `/`, without quotes, semicolons or wildcards
problem-smb-planter = `get` without `file`, and `delete`, need a file: give `put: ok`, or an account `planter` that puts it there
problem-smb-file = `file` says what `get` reads, and `content` what it should read there (`get: ok`)
fact-radius = authentication of { $user } at { $server }
fact-radius-attribute = attribute { $name } of the answer for { $user }
radius-accept = accepted
radius-reject = rejected
radius-silent = no answer (server stopped, client not declared, or wrong shared secret)
radius-closed = nothing listens on this port
radius-challenge = the server asks for something else (Access-Challenge)
radius-said = { $answer } ("{ $said }")
radius-untrusted = the server's certificate is not trusted ({ $said })
radius-other-secret = an answer signed with another shared secret
problem-radius-from = the methods of EAP are tried from the sensor: remove `from`
problem-radius-tunnel = `ca` and `outer-identity` are for eap-peap and eap-ttls
problem-radius-request = `request` is not for the methods of EAP
problem-radius-silent = a silent server sends no attributes
problem-radius-line = `secret`, `user`, `password` and `request` are each one line, the secret not empty
fact-mail = message to { $to } through { $server }
fact-mail-login = login of { $user } on { $server }
fact-mail-box = folder { $folder } of { $user }
fact-mail-header = header { $name } of the message received
fact-mail-attachment = attachment { $name }
mail-accepted = accepted (code { $code })
mail-refused = refused ({ $said })
mail-code = code { $code }
mail-no-login = the server offers no login; the message went without
mail-readable = a folder that opens
mail-arrived = the message that was sent
mail-absent = no message after { $within }
mail-elsewhere = it stayed in INBOX
mail-altered = absent or altered
problem-mail-login = `smtp.user` and `smtp.password` go together
problem-mail-address = `sender`, `to` and `helo` are bare addresses, without spaces or angle brackets; there is at least one recipient
problem-mail-subject = the subject is one line, and the attachment's name is ASCII without quotes
problem-mail-refused = a message that should be refused arrives in no mailbox: remove `imap`
fact-account = account { $user }
fact-access = { $what } { $path } as { $user }
fact-sudo = `{ $command }` through sudo as { $user }
access-read = read
access-write = write to
access-list = list
access-create = create in
access-delete = delete in
access-enter = enter
access-allowed = allowed
access-denied = denied
error-access = { $what } could not be tried: { $said }
problem-access-empty = the matrix tries nothing: one account should have a right, or `also` name one
problem-access-path = `{ $path }` is not an absolute path
problem-access-command = `{ $command }` should begin with the absolute path of a program
problem-access-root = root may do everything: nothing is learned from trying
problem-access-letters = `{ $key }` knows the letters { $known }, and `-` for nothing
problem-access-password = `passwords` has none for { $user }
problem-access-bind = `bind` needs a `*` in place of the account's name
problem-access-attribute = `{ $name }` is not the name of an attribute
problem-access-unread = nobody may read what is to be written on { $dn }: one account needs `r`
fact-route = route to { $to }
fact-route-via = next hop to { $to }
fact-route-device = interface towards { $to }
fact-route-source = source address towards { $to }
fact-route-protocol = origin of the route to { $to }
fact-route-metric = metric of the route to { $to }
fact-route-path = path to { $to }
route-by = by { $via } on { $device }
problem-route-what = either `to`, an address, or `prefix`, a network or `default`, is needed
problem-route-absent = nothing can be expected of a route that should not exist
fact-git-branch = `{ $branch }` in { $path }
fact-git-branches = branches of { $path }
fact-git-tags = tags of { $path }
fact-git-state = state of { $path }
fact-git-commits = commits of `{ $branch }` in { $path }
fact-git-authors = authors of `{ $branch }` in { $path }
fact-git-subjects = messages of `{ $branch }` in { $path }
fact-git-files = files of `{ $branch }` in { $path }
fact-git-changed = changes since { $since } in { $path }
fact-git-push = push by { $user } to `{ $branch }` of { $path }
git-accepted = accepted
git-refused = refused
git-refused-because = refused: { $said }
git-clean = everything committed
git-dirty = something left to commit ({ $files })
git-only = only { $files }
git-also = also { $files }
problem-git-since = `since` and `changed-only` go together

# interface
fact-interface = interface { $name }
fact-interface-up = interface { $name } switched on
fact-interface-carrier = carrier of interface { $name }
fact-interface-addresses = addresses of interface { $name }
fact-interface-mtu = MTU of interface { $name }
fact-interface-mac = MAC address of interface { $name }
fact-interface-description = description of interface { $name }
fact-interface-master = bridge or bond of interface { $name }
fact-interface-type = type of interface { $name }
problem-interface-which = either `name`, an interface, or `network`, a network in CIDR notation, is needed
error-untold = this platform does not tell: { $what }
fact-device = answer to { $command }
fact-device-version = version of the system
fact-device-saved = configuration that the device starts with
fact-device-section = section { $section } of the running configuration
fact-device-line = line { $line } of the running configuration
fact-device-line-in = line { $line } of section { $section }
fact-neighbour = OSPF neighbour { $to }
fact-neighbour-state = state of the OSPF neighbour { $to }
neighbour-at = { $state } on { $device }
device-saved = the one that it works by
device-unsaved = another than the one that it works by
device-not-saved = different lines: { $count } (+ only running, - only saved): { $lines }
problem-device-untold = `{ $key }` cannot be asked of `{ $platform }`
problem-device-route = `{ $to }` is no route: write a network (10.2.0.0/16, default) or an address
problem-device-section = outside of sections, say what is expected: `contains` or `lacks`
problem-device-empty = `device` needs something to expect: `version`, `interfaces`, `routes`, `vlans`, `ports`, `neighbours`, `running-config` or `saved`
fact-vlan = VLAN { $id }
fact-vlan-name = name of VLAN { $id }
fact-vlan-port = port { $port } in VLAN { $id }
fact-port = port { $name }
fact-port-mode = mode of port { $name }
fact-port-trunking = port { $name } as a trunk
fact-port-access = VLAN of port { $name }
fact-port-native = native VLAN of port { $name }
fact-port-allowed = VLANs that port { $name } lets through
problem-device-vlan = there is no VLAN { $id }: write a number from 1 to 4094
problem-device-vlans = `{ $list }` is no list of VLANs: write `10,20-22`, `all` or `none`

# mount
fact-mount = { $point } now
fact-mount-boot = { $point } at boot
fact-mount-source = source of { $point } { $when }
fact-mount-type = type of { $point } { $when }
fact-mount-options = options of { $point } { $when }
fact-mount-used = share of { $point } that is used (%)
fact-mount-inodes = share of the inodes of { $point } that is used (%)
mount-now = now
mount-at-boot = at boot
shown-mounted = mounted
shown-not-mounted = not mounted
problem-mount-point = `{ $given }` is not the absolute path of a directory

# kernel-param
error-kernel-param = the kernel of this machine has no parameter { $name }, or does not show it
fact-kernel-now = { $name } now
fact-kernel-boot = { $name } at boot
kernel-set-in = { $value }, set by { $file }
kernel-not-set = no file that is read at boot sets it
problem-kernel-name = `{ $given }` is not the name of a kernel parameter, such as `net.ipv4.ip_forward`
problem-kernel-when = nothing is looked at: `now` and `at-boot` are both false

# dhcp
fact-dhcp = DHCP on { $network }
fact-dhcp-offer = { $what }, offered by { $server }
dhcp-an-offer = an offer
dhcp-no-offer = no server answers
dhcp-offered-by = offered by { $servers }
dhcp-server = server
dhcp-address = address
dhcp-netmask = mask
dhcp-routers = gateways
dhcp-dns = name servers
dhcp-domain = domain
dhcp-ntp = time servers
dhcp-lease = length of the lease, in seconds
error-dhcp-interface = the machine that asks has no interface on { $network }
error-dhcp-not-sent = the request did not leave the machine: { $said }
problem-dhcp-network = `{ $given }` is not a network in CIDR notation, such as `10.0.0.0/24`
problem-dhcp-mac = `{ $given }` is not a MAC address, such as `02:00:00:00:00:11`
problem-dhcp-none = nothing can be expected of offers when none should be made

# snmp
fact-snmp = SNMP { $oid } of { $to }
snmp-refused = refused
snmp-a-value = a value
snmp-answered = answered: { $said }
snmp-silent-to-us = no answer to this identity (the agent answers others)
snmp-nothing-listens = nothing listens on that port
snmp-silent = no answer, whoever asks
error-snmp-silent = no agent gave a sign of life at { $to }: a refusal cannot be told from an absence
problem-snmp-who = either a `community` (version 1 or 2c) or a `user` (version 3) is needed
problem-snmp-privacy = `privacy-passphrase` needs `auth-passphrase`
problem-snmp-phrase-missing = `auth` needs `auth-passphrase`, and `privacy` needs `privacy-passphrase`
problem-snmp-phrase = a passphrase of SNMPv3 has at least 8 characters
problem-snmp-line = an identity of SNMP stands on one line
problem-snmp-oid = `{ $given }` is not an OID in numbers, such as `1.3.6.1.2.1.1.5.0`

# ntp
fact-ntp = time of { $what }
fact-ntp-stratum = stratum of { $what }
fact-ntp-offset = offset of { $what }, in seconds
fact-ntp-source = source of the time of { $what }
ntp-synchronised = synchronised
ntp-not-synchronised = not synchronised
ntp-follows = follows { $source }
ntp-own-clock = follows its own clock
ntp-no-daemon = no time daemon runs
ntp-server-unsynchronised = answers without knowing the time
ntp-no-server = nothing listens on UDP port 123
ntp-silent = no answer
error-ntp-daemon = the time daemon of this machine cannot be asked: only chrony can, through `chronyc`
problem-ntp-not = nothing can be expected of a clock that should not be synchronised

# log-propagation
fact-log-emitted = line logged on { $node }
fact-log-in = witness line in { $place }
fact-log-line = witness line in { $place } as it arrived
log-accepted = accepted by the system
log-lost = { $missing } of { $lines } lines are missing
problem-log-where = each place needs exactly one of `file`, `journal` (or `journal-directory`) and `query`
problem-log-query = a `query` looks for `$PAILLASSE_WITNESS`
problem-log-priority = `{ $given }` is not a facility and a severity of syslog, such as `authpriv.warning`
problem-log-lines = `lines` goes from 1 to 100
problem-log-action = `action` replaces `facility`, `severity`, `tag` and `lines`
problem-log-witness = the `action` has to leave `$PAILLASSE_WITNESS` in the line
problem-log-wait = `wait` goes with `while-stopped`; otherwise give the check a `within`
## Results that travel
result-unfinished = the run { $run } did not come to its end: there is no result to save
result-old = the run { $run } was recorded before all that a result holds was kept
result-run-hint = run `paillasse check` again, with `--save FILE`
result-not-kept = the run is not whole in the journal: there is nothing to save
result-sign = the result cannot be signed: { $reason }
result-written = signed result written to { $path }
result-empty = the file is empty
result-too-large = the file is larger than { $largest } MiB: that is no result
result-not-text = the file is not UTF-8 text: that is no result of paillasse
result-truncated = the end of the file is missing
result-not-one = this is no result of paillasse, or it was altered: { $reason }
result-not-one-hint = a result is what `paillasse check --save FILE` or `paillasse submit` writes
result-no-signature = the signature of the result cannot be read: it was altered ({ $reason })
result-altered = the result was altered: it is not what the key { $key } signed
result-altered-hint = ask for the file again, or judge the bench anew; what this one says is worth nothing
result-file-altered = the hand-in was altered: { $path } is not what was signed
result-archive = the archive cannot be unpacked: { $reason }
result-unreadable = the result is as it was signed, but cannot be understood: { $reason }
result-newer = the result is that of a later version of paillasse (version { $found } of the format, { $known } is known here): update paillasse
result-other-values = the result of { $student } cannot be judged again here: it was made with another class secret, so its right answers are not known
result-other-values-hint = judge it on the machine where it was made
result-known-line = line { $line } of { $path } is not a key that is known how to use
result-known-line-hint = a line is `NAME ssh-ed25519 KEY`, as `paillasse verify --key` prints it; of the options, only namespaces="…" is heeded
verify-intact = Intact: this is what was signed.
verify-this-machine = this machine
verify-known = Key { $key }: known ({ $who })
verify-unknown = Key { $key }: unknown. Nothing says who signed; `--known FILE` gives a list of keys
verify-lab = Lab { $lab } – { $title }, hash { $hash }
verify-lab-same = This is the lab as it is here.
verify-lab-other = The lab that is here is another version: `paillasse rejudge` tells what it would conclude.
verify-lab-none = This lab is not here.
verify-run = Run of { $student }, level { $level }, on { $started }, paillasse { $tool }
verify-files = With { $count } of the student's files, as they were signed; { $left_out } were left out.
verify-score = { $earned } out of { $judged ->
    [one] { $judged } point judged
   *[other] { $judged } points judged
  }, which is { $mark }/20
rejudge-no-evidence = the evidence does not hold what the corrected check asks
rejudge-cut = the evidence was too long to be kept whole
rejudge-masked = the evidence hides a value that is no longer known
rejudge-unknown-key = the result is intact, but signed with a key that is not this machine's: see `paillasse verify`
rejudge-same-lab = { $lab }: judged again by the same lab
rejudge-other-lab = { $lab }: judged again by another version of the lab
rejudge-total = Before: { $before }. Now: { $now }.
column-before = before
column-now = now
column-change = changed
help-check-save = Also writes the run with its evidence, signed, to this file
help-history-save = Writes this run with its evidence, signed, to this file
help-verb-verify = Says whether a signed result is intact, and who signed it
help-result = The result, a file that `check --save` wrote
help-known = A list of keys: lines of `NAME ssh-ed25519 KEY`, like the allowed_signers of OpenSSH
help-verify-lab = The lab to compare with (by default: that of the activity)
help-key = Prints the key of this machine, as a line for such a list
help-verb-submit = Writes what a student hands in: the full run with its evidence, deliverables and changed configuration, signed
help-submit-level = full: also the drills, on copies (by default); quick: looks without touching
help-submit-output = The file, or the folder that it goes to (by default here, under a name with bench and time)
help-submit-dry-run = Only shows which files would be handed in
help-verb-grade = Grades a class: its benches, or what it handed in (--from)
help-grade-lab = The lab: code of the activity (A3.3.2) or folder
help-grade-from = A folder of hand-ins, or the ZIP of them that Moodle gives; benches are then left alone
help-grade-level = full: also the drills, on copies (by default); quick: looks without touching
help-grade-twice = Runs the checks twice: one that does not conclude the same is not judged
help-grade-jobs = How many benches at the same time (by default: as many as the engine has processors)
help-grade-deadline = When the work is due: 2026-11-25T12:00, 2026-11-25 (the end of the day), 12:00 (today)
help-grade-grace = How much later it may come all the same: 10min
help-grade-late = What becomes of late work: accept (by default), refuse, or a cost for each time that has begun: 10%/h, 2/d
help-grade-hint-cost = What each hint costs: points (0.5) or a share of the mark (5%); nothing by default
help-grade-scale = How points become marks: a YAML file (by default on 20, to the hundredth)
help-grade-out-of = The mark of a perfect work, 1 to 1000 (20 by default); comes before the scale file, as the next two do
help-grade-round = What marks are rounded to: 0.01 (default), 0.1, 0.25, 0.5 or 1
help-grade-rounding = Which way: nearest (default), up or down
help-grade-format = The form of what is printed: terminal, json, html, csv, moodle, markdown, junit, tap
help-grade-output = A folder that every form is written to
help-verb-rejudge = Judges stored evidence again, by the lab as it is now, without the bench
help-of = The file of a result, or the number of a run (`paillasse history`)
help-rejudge-lab = The lab to judge by (by default: that of the activity)

## What proofs show besides
phase-omission = without { $place }
flaw-flaky = { $id } does not always conclude the same: { $verdicts }
flaw-matrix = { $id }: recorded as { $recorded }, seen as { $seen }
flaw-matrix-new = not recorded yet: `paillasse lab test --record` does
flaw-matrix-gone = recorded, and no longer there: `paillasse lab test --record` records what there is
flaw-matrix-unreadable = what was recorded in matrix.json cannot be read: { $reason }
omission-killed = without { $place } (`{ $step }`): { $checks } would fail
omission-unnoticed = without { $place } (`{ $step }`): no check notices
omission-broke-off = without { $place } (`{ $step }`): the rest of the solution breaks off
proof-surviving = `{ $id }` passes whatever step was left out of the solution
record-no-folder = { $lab } stands inside the program: there is no folder to record it in
record-no-folder-hint = give the folder of the lab, or `--labs-dir FOLDER`
record-flawed = { $lab } is not recorded: it has flaws
record-written = recorded in { $path }
help-repeat = How often the checks are run in each state, to find those that are not steady (1 by default)
help-generate-mutants = Also tries the solution without one of its steps at a time, on one student
help-max = How many steps at most are left out (12 by default)
help-record = Writes matrix.json beside the lab: which check passes when
# Procedures and drills
fact-runbook-section = section « { $section } » of { $file }
fact-runbook-line = { $file }, line { $line }
fact-runbook-block = block at line { $line }, on { $host } (`{ $command }`)
runbook-runnable = blocks that can be run
runbook-status = status { $status }
runbook-empty = no block to run
runbook-empty-block = a block with no command in it
runbook-unmarked = a block that does not say where it is run: begin it with ```sh {"{"}hote=…{"}"}, or with ```text when it only shows something
runbook-brace = marks without a closing {"}"}
runbook-mark = `{ $mark }`, which is no mark: they are hote=…, as=…, statut=…
runbook-language = a block of `{ $language }`, which no shell reads: use sh or bash, and commands without prompts
runbook-host = the machine `{ $host }`, which is not one of those that the procedure is for
runbook-host-off = the machine `{ $host }`, which is switched off when the procedure is needed
runbook-user = the account `{ $user }`, which whoever follows the procedure does not have
runbook-endless = not finished: it waits for something, an answer perhaps ({ $said })
problem-runbook-path = `file` is an absolute path
problem-runbook-then = a procedure proves nothing without checks to run in `then`
problem-runbook-undo = it is for the procedure to repair what `disrupt` does: remove `undo`
problem-runbook-times = `times` is from 1 to 5
fact-pass = pass { $number } of `{ $command }`
fact-imprint = everything that is watched
fact-imprint-read = state that the lab reads
fact-imprint-start = last start of the unit { $unit }
imprint-same = the same as before
error-no-drift = `{ $command }`, which should spoil something, changed nothing that is watched
problem-idempotent-watch = `idempotent` needs something to watch: `files`, `packages`, `units` or `read`; `says` alone will do without `drift`
problem-idempotent-nothing = a program that does nothing can be run twice: give it checks in `then`, or a `drift` to repair
problem-idempotent-path = `files` are absolute paths
fact-delivery = delivery { $path } on { $node }
fact-rebuild = delivery run on fresh machines: `{ $command }`
problem-rebuild-fresh = `rebuild` needs nodes to put back in `fresh`
problem-rebuild-then = a rebuilt service proves nothing without checks to run in `then`
problem-rebuild-path = the `path` of a delivery is absolute, and not / itself
stage-no-clone = only clones can be made anew
stage-delivery = { $path } holds more than { $size } MiB: a delivery has to fit in that
doing-take = taking { $path } from the node { $node }
doing-give = bringing { $path } to the node { $node }
fact-pulse = { $what }, asked again and again from { $from }
fact-pulse-before = { $what } from { $from }, before anything happened to it
pulse-answers = it answers
pulse-never = no answer in a minute ({ $said })
pulse-outage = away for { $seconds } s, to within { $within } s
pulse-for-good = away for { $seconds } s, and still when the check ended
pulse-errors = failed tries: { $count } ({ $said })
pulse-errors-most = failed tries: at most { $count }
error-pulse-stalled = this machine stood still for { $seconds } s while the service was being asked: nothing can be concluded
problem-pulse-one = `probe` asks exactly one of `ping`, `tcp`, `http` and `run`; here are { $count }
problem-pulse-port = `tcp` is a host and a port: web:80
problem-pulse-every = `every` is at least 50ms
fact-action = action `{ $command }`
fact-writes-lost = writes that were acknowledged and are not there
fact-writes-twice = writes that are there twice
writes-none = none
writes-some = { $count }: { $numbers }
problem-continuity-action = `continuity` watches one action: `run` or `runbook`
problem-continuity-bound = `continuity` needs something to hold to: `max-outage`, `max-errors` or `recorded`
problem-continuity-then = an action that does nothing disturbs nobody: give `then` the checks that show what it did
problem-continuity-writes = `recorded` reads what a `run` of `probe` writes
pulse-back = failing until { $seconds } s after the end of the disruption
pulse-not-back = still failing when the check ended
pulse-back-within = back { $bound } after the end of the disruption
error-fault-refused = the fault cannot be made on { $node } ({ $said })
problem-disruption-one = `disrupt` is either a `fault` or a `run`
problem-disruption-undo = `undo` takes back a `run`; a `fault` knows its own way back
problem-failover-bound = `failover` needs something to hold to: `max-outage`, `max-errors` or `back-within`
problem-failover-undo = what `run` does is taken back by `undo`, which is missing
problem-failover-frozen = the kernel of a frozen node goes on answering to `ping` and accepting connections: ask `http` or a `run`, or stop the node (`how: stopped`)
problem-failover-from = { $node } cannot both be disturbed and ask
fact-alert = alerts at { $url }
fact-alert-file = alerts in { $path }
fact-alert-webhook = alerts posted to the sensor at { $place }
fact-alert-label = label { $name } of the alert { $alert }
alert-manager = alerts, as an Alertmanager lists them
alert-no-answer = no answer
alert-none-before = no such alert before anything happened
alert-early = raised already: { $alert }
alert-raised-within = the alert, raised within { $bound }
alert-none = none after { $seconds } s
alert-none-but = none after { $seconds } s, but another: { $alert }
alert-over-within = over within { $bound } after the end of the disruption
alert-still = not over after { $seconds } s
alert-count = { $count }
alert-count-most = at most { $count } of the same
problem-alert-one = `alert` reads exactly one of `alertmanager`, `file`, `webhook`
problem-alert-labels = `alertmanager` and `webhook` need the `labels` that tell the right alert: { "{" } alertname: … { "}" }
problem-alert-resolved = in a `file`, `resolved` and `resolved-within` go together
problem-alert-webhook = a `webhook` has a port of 1024 or more, and a path such as /alertes
fact-metric = `{ $what }`
fact-metric-of = `{ $what }` of { $labels }
fact-metric-count = series of `{ $what }`
fact-replay = rules { $rules }, { $at } after the beginning of the recording
metric-some = a value
metric-none = no value
metric-truth = { $truth }, as measured, to within { $tolerance }
metric-prometheus = an answer of Prometheus
metric-firing = an alert fires
metric-silent = no alert fires
metric-rules = rules that promtool can read
error-query = Prometheus refuses the query `{ $query }`: { $said }
problem-metric-source = `metric` reads one thing: `prometheus` with a `query`, `run` or `replay`
problem-metric-compared = a value is compared with `value`, `count` or `truth`; `replay` has its `moments`
problem-metric-tolerance = `tolerance` is a number or a percentage, and says how far from `truth`
problem-metric-moments = `replay` needs at least one moment at which something fires

## Grading a class
terms-cost = `{ $given }` is no cost: points with two decimals at most (`0.5`), or a share of the mark (`10%`)
terms-late = `{ $given }` says nothing about late work: `accept`, `refuse`, or a cost for each time that has begun (`10%/h`, `2/d`, `0.5/30min`)
deduction-hints = { $count ->
    [one] one hint
   *[other] { $count } hints
}
deduction-late = { $by } late
suspicion-value = { $place }: the value of `{ $parameter }` is that of { $whose }: « { $excerpt } »
suspicion-key = signed with the same key as the work of { $with }
suspicion-run = holds the same run as the work of { $with }
grade-unsteady = it did not conclude the same twice: { $verdicts }
grade-late-refused = handed in after the deadline, and late work is refused
grade-source-live = Benches looked at by this program, on an engine of yours.
grade-source-files = Files handed in. What was done on a machine of the student's own is a claim: whoever controls the machine can write what the file says.
grade-section-trouble = No mark:
grade-section-open = To be looked at (not judged is not zero):
grade-section-deductions = Taken off:
grade-section-remarks = To be known:
grade-section-suspicions = Suspicions (no verdicts, no part of any mark):
grade-section-refused = Files that count for nobody:
grade-open = { $check } ({ $points ->
    [one] 1 point
   *[other] { $points } points
}): { $why }
grade-deduction = { $amount } for { $reason }
grade-mean = Mean { $mean }, from { $lowest } to { $highest }; { $count } of { $of } students have a mark.
grade-provisional = *: provisional. Something could not be judged, or is to be judged again.
grade-foot = Lab { $hash }, paillasse { $version }. For each check what was run and what came back: { $format }
grade-deadline = `{ $given }` is no deadline
grade-deadline-hint = write 2026-11-25T12:00, 2026-11-25 (the end of the day), 12:00 (today) or 2026-11-25T12:00:00Z
grade-written = report written to { $path }
grade-no-secret = there is no class secret in { $path }: the values of these students are not known here
grade-no-secret-hint = grade where the benches were made, or put a copy of that `class-secret` there
grade-before-deadline = the deadline is not over yet: what is graded now may still change
grade-other-lab = made with another version of the lab; judged by the one that is here
grade-no-evidence = the journal could not keep what the verdicts rest on
grade-changed-after = { $count ->
    [one] a file changed after the deadline (by the student or by a service): { $files }
   *[other] { $count } files changed after the deadline (by the student or by services), among them { $files }
}
grade-other-activity = it is of another lab: { $lab }
grade-nobody = its student, `{ $student }`, is nobody of the roster
grade-nothing-handed-in = nothing was handed in
grade-unknown-key = signed with a key that nobody vouches for: a claim (take keys on the students' machines, and give their list with --known)
grade-other-name = made under the name `{ $student }`
grade-sent-by = sent by { $who }
grade-from-the-future = it says to be from the future: the clock of the machine that signed it is wrong
submit-with = Handed in with the run of the checks:
submit-no-files = no file: none was written or changed where students work
submit-left-out = left out: { $why }
submit-written = Hand-in written to { $path } ({ $size }), signed with the key of this machine.
left-out-large = too large
left-out-private = private (other accounts may not read it, or it holds a secret)
left-out-binary = no text
left-out-unreadable = cannot be read

## Reports of a class and of a student
report-part = in part
moment = { $year }-{ $month }-{ $day } { $time } UTC
level-quick = quick (without the drills)
level-full = full (with the drills)
class-skip = Go to the results
class-overview = In short
class-grid = Students and checks
class-competences = Competences
class-rates = Success by check
class-times = Time to success
class-stuck = Who is stuck where
class-teacher = For the teacher alone
class-when = Graded
class-deadline = Due
class-level = Level
class-source = Source
class-live = benches of the class
class-handed-in = files handed in
class-scale = Marks
class-scale-out-of = out of { $out_of }
class-group = Group
class-group-all = All
class-students = students
class-with-work = with work
class-mean = mean
class-median = median
class-lowest = lowest
class-highest = highest
class-provisional = provisional marks
class-student = Student
class-mark = Mark
class-mark-provisional = (provisional)
class-check = Check
class-count = Number
class-who = Students
class-no-work = no work
class-rate-row = success, in %
class-grid-note = *: a provisional mark, not everything could be judged. A check that was not run because another one failed has the ground of a failure.
class-levels-note = A competence is acquired from { $acquired } % of its judged points on, and not acquired up to { $not } %.
class-rate = { $percent } % ({ $passed }/{ $judged })
class-rate-none = not judged
class-rates-shown = For each check, how many students passed it
class-rates-note = From left to right: passed, in part (hatched), failed, not judged or left to the teacher. The percentage is that of the checks judged.
class-times-shown = For each check, the time of each student between their first run and the first success
class-times-note = A dot for each student who passed, a stroke for the median time; time runs from their first run of the checks.
class-times-none = No student ran the checks more than once: there is no time to show.
class-tries = { $count ->
    [one] { $count } try
   *[other] { $count } tries
  }
class-stuck-none = No check failed.
class-stuck-note = Each counts at the first check that fails for them, with the number of runs in a row in which it did not pass.
class-spread = How the marks spread
class-teacher-note = Not for the projector. A suspicion says where to look; it proves nothing and is never a part of a mark.
teacher-what = What
teacher-told = Detail
teacher-manual = for you to judge
teacher-not-judged = not judged
teacher-check = { $check } ({ $points } pt): { $why }
teacher-unsteady = unsteady
teacher-unsteady-told = { $check }: { $verdicts }
teacher-suspicion = suspicion
teacher-remark = remark
teacher-deduction = taken off
teacher-refused = file refused
teacher-less = − { $amount }: { $reason }
work-skip = Go to the verdicts
work-provisional = Provisional mark: not everything could be judged yet.
work-checks = Checks
work-statement = Statement
work-course = Run after run
work-course-shown = The points earned, from the first run to the one that counts
work-points = { $points } points
work-node = on { $node }
work-hints = { $count ->
    [one] { $count } hint seen
   *[other] { $count } hints seen
  }
work-gaps = What differs
work-fact = Fact
work-expected = Expected
work-actual = Found
work-evidence = { $count ->
    [one] What was run ({ $count } command)
   *[other] What was run ({ $count } commands)
  }
work-status = exit status { $status }
work-timeout = cut off, too long
work-flood = cut off, too much output
work-cut = The text was longer; only its beginning is kept.
page-made-by = paillasse { $version } · lab { $hash }
csv-title = Label
csv-verdict = Verdict
csv-earned = Points earned
csv-judged = Points judged
csv-not-judged = Points not judged
csv-told = Detail
csv-student = Identifier
csv-family-name = Family name
csv-given-name = Given name
csv-mark = Mark out of { $out_of }
csv-provisional = Provisional
csv-deducted = Taken off
moodle-left-out = { $count ->
    [one] { $count } student is not in moodle.csv, for want of a mark or an address: { $names }
   *[other] { $count } students are not in moodle.csv, for want of a mark or an address: { $names }
  }
moodle-email = Email address
moodle-username = Username
moodle-feedback = { $item } (Feedback)
moodle-points = { $earned } points out of { $judged } judged.
## Access of students

code-length = the code has { $found } characters; { $expected } are expected, in groups of five
code-length-hint = group { $group } has not five characters
code-character = `{ $found }`, in group { $group }, is no character of a code: digits, and letters but I, L, O, U
code-swapped = two characters side by side seem to have changed places; look at { $pairs }
code-mistyped = there is a mistake in group { $group } of the code
code-wrong = there are several mistakes in the code
code-hint = type it again as it stands on the sheet; capitals, hyphens and spaces do not matter
access-log = the log { $path } cannot be written: { $reason }
access-listen = { $address } cannot be listened at: { $reason }
access-listen-hint = another server may run (`ss -ltnp`); `--port` takes another range, `--listen` an address of this machine
access-full = no number is left: a state directory has room for { $last } students
access-unknown = nobody is called { $id } in the list of those who may join
access-unknown-hint = `paillasse class codes` shows them
access-no-key = this is not a public key
access-ask = `{ $word }` is neither a node nor something you can ask for here: { $known }
access-argument = `{ $verb }` does not take `{ $word }` here
access-not-up = node { $node } is not there
access-stopped = node { $node } is stopped
access-not-up-hint = tell your teacher
access-trouble = the teacher's machine cannot do this now
access-refused = nothing answers at { $address }, port { $port }
access-no-address = { $name } has no address there
access-node-gone = node { $node } was stopped or made anew; connect again
access-node-running = running
access-node-stopped = stopped
access-node-missing = not there
access-help = Type the name of a node to work there, or: { $verbs }, help, exit
access-busy = one thing at a time: what you asked for before is still running
access-waiting = other checks are running; yours begins when one of them ends
access-verb-failed = `{ $verb }` could not be started
access-not-utf8 = this command is not UTF-8
access-files-where = say to which node: { $student }+NODE instead of { $student }
access-over = the class is over
access-soon-over = { $minutes ->
    [one] the class is over in one minute
   *[other] the class is over in { $minutes } minutes
}
access-idle = nothing has happened for too long
access-no-login = nobody logged in
join-unreachable = no server answers at { $place }: { $reason }
join-unreachable-hint = is the class going on, and this machine on the same network? `--at ADDRESS` takes another address
join-impostor = what answers at { $place } is not the server that the code was made for
join-impostor-hint = do not go on: tell your teacher
join-denied-code = the server does not accept this code
join-denied-code-hint = is it yours and the latest? After several mistakes the server wants a few minutes of pause
join-denied-key = the server does not know this machine any more
join-nowhere = this code does not say where the server is
join-nowhere-hint = paillasse join CODE --at ADDRESS:PORT
join-never = no class was joined from this machine
join-never-hint = paillasse join CODE, with the code that your teacher gave you
join-odd = the server answers something unexpected: it may be of another version
join-lost = the connection broke: { $reason }
join-lost-hint = paillasse join
## The pupils of a class
roster-cells = the row has { $found } cells, the first has { $expected }
roster-cells-hint = put cells that hold the separator between quotation marks: "DUPONT; Jean"
roster-column-twice = two columns are called “{ $header }”
roster-column-twice-hint = remove or rename one of them
roster-empty = the file holds no pupil
roster-encoding = the file is no text in UTF-8, UTF-16 or Windows-1252
roster-encoding-hint = save it again as “CSV UTF-8”
roster-header = no column holds the names of the pupils: the first row has { $headers }
roster-header-hint = the first row names the columns: Nom;Prénom;Groupe
roster-name-hint = write MARTIN Léa: the family name in capital letters, then the given name
roster-name-unclear = “{ $name }”: which is the family name cannot be told
roster-no-family = the family name is missing
roster-no-given = the given name is missing
roster-no-name = the name is missing
roster-same = “{ $value }” is already that of the pupil of line { $line }
roster-same-hint = correct one of the two, or leave the cell empty
roster-spreadsheet = this is a spreadsheet, not a CSV file
roster-spreadsheet-hint = in the spreadsheet program: File, Save as, “CSV UTF-8”
roster-twice = { $name } is already on line { $line }
roster-twice-hint = remove one of the lines; for two pupils of one name, add a column “Distinction” and write for this one what tells them apart: B
error-unsteady = { $what } answers and fails by turns: nothing can be concluded
fact-touched = { $service }, after the event
fact-foreseen = what becomes of { $service }, in { $file }
foreseen-twice = two lines
touched = touched
touched-not = it answers
touched-said = no answer ({ $said })
problem-blast-services = `blast-radius` needs `services`, by name: { "{" } intranet: { "{" } http: http://web/ { "}" } { "}" }
problem-blast-expected = say what is expected: `touched`, the services that should fail, or `file`, what the student foresaw
problem-blast-unknown = `touched` names { $name }, which is none of the `services`
fact-abuse-before = { $what }, before the attack
fact-abuse-after = { $what }, after { $count } wrong passwords
fact-abuse-others = { $what }, for others, after the attack
fact-abuse-wrong = login { $whom } with a wrong password
fact-abuse-password = password { $password } for { $user }
fact-abuse-strong = strong password for { $user }
abuse-shut = not open
abuse-open = still open after { $seconds } s
abuse-banned = no connection any more
abuse-locked = denied, the password being right
abuse-lifted = as before within { $bound }
abuse-still-shut = still not open after { $seconds } s
abuse-asked = the server asks for a password
abuse-an-answer = an answer to the right password
abuse-refused = refused
abuse-refused-said = refused ({ $said })
abuse-taken = taken
error-abuse-few = only { $count } of { $of } wrong passwords could be tried: nothing can be concluded
problem-abuse-one = `abuse` does exactly one of `bruteforce`, `portscan` and `weak-password`
problem-abuse-login = `bruteforce` needs either `user`, an account over SSH, or `run`, a script that logs in
problem-abuse-attempts = `attempts` is from 1 to 30
problem-abuse-locked = to see that an account is locked, its right `password` is needed
problem-abuse-others = `others` ask from the same machine as the attacker, who gets banned: give one of them another `from`
problem-abuse-only = `portscan` needs the ports that should be open in `only`, at least one, and ports begin at 1
problem-abuse-password = `weak-password` needs either the `password` so far, or `run`, a script that sets another

## Classes
class-already = it was up already
class-down-ask = { $count ->
    [one] One bench is to be removed, with the work on it. Go on? [y/N]
   *[other] { $count } benches are to be removed, with the work on them. Go on? [y/N]
  }
class-down-done = { $count ->
    [one] one bench removed
   *[other] { $count } benches removed
  }
class-failed = { $student }: { $error }
class-left = left, about
class-line = { $student } ({ $seconds } s) { $result }
class-line-failed = { $student }: failed: { $error }
class-check-mean = mean of { $count } marks: { $mean }/20
class-missing = not made
class-need-finish = to be finished
class-need-make = to be made
class-need-nothing = up
class-need-start = to be started
class-no-group = no pupil of { $path } is in “{ $group }”
class-no-student = “{ $given }” is nobody of this class
class-no-subnets = { $count ->
    [one] for one bench no subnet is free in { $range }
   *[other] for { $count } benches no subnets are free in { $range }
  }
class-none = no bench of this class stands
class-none-hint = paillasse class up LAB --roster FILE makes them; paillasse class status shows those that stand
class-outdated = { $count ->
    [one] one bench was made from another version of the lab; to make it anew: paillasse class reset
   *[other] { $count } benches were made from another version of the lab; to make them anew: paillasse class reset
  }
class-over = { $class }, { $lab }: the lesson ended at { $at }
class-refused = { $count ->
    [one] the class does not fit
   *[other] the class does not fit, for { $count } reasons
  }
class-refused-hint = mend what is said above, or begin with a group: --group G1
class-reset-ask = { $count ->
    [one] One bench is to be returned to its start: the work on it is lost. Go on? [y/N]
   *[other] { $count } benches are to be returned to their start: the work on them is lost. Go on? [y/N]
  }
class-reset-done = { $count ->
    [one] one bench is as at its start
   *[other] { $count } benches are as at their start
  }
class-several = several classes stand: { $classes }
class-several-hint = name one of them, lab and class
class-start-done = { $count ->
    [one] one bench runs
   *[other] { $count } benches run
  }
class-stop-done = { $count ->
    [one] one bench stopped; the work on it is kept
   *[other] { $count } benches stopped; the work on them is kept
  }
class-until = { $class }, { $lab }: the lesson ends at { $at }
class-up-done = { $count ->
    [one] one bench of { $all } is up
   *[other] { $count } benches of { $all } are up
  }
class-up-hint = paillasse class up A3.3.2 --roster class.csv
column-failed = Failed
column-group = Group
column-not-judged = Not judged
column-passed = Passed
column-seat = Seat
lesson-file = the end of the lesson cannot be kept or read in { $path }: { $reason }
help-verb-class = Works on a lab with a whole class
help-verb-class-up = Makes the benches of a class, or finishes and starts them
help-verb-class-status = Shows who is how far
help-verb-class-check = Checks the work on all benches
help-verb-class-reset = Returns benches to their start
help-verb-class-stop = Shuts all nodes down; the work is kept
help-verb-class-start = Starts all nodes again
help-verb-class-down = Removes the benches of a class
help-verb-class-extend = Moves the end of the lesson
help-verb-class-export = Writes where every node stands: json, csv, or ansible (an inventory)
help-roster = The list of the pupils, as Pronote, École Directe or Moodle export it (CSV)
help-group = Only this group or class of the list
help-class = The name of the class (what the list says, else the name of the file)
help-only-students = Only these students, separated by commas
help-until = When the lesson ends: 12:00, or an instant (RFC 3339)
help-by = By how much: 30min
help-dry-run = Shows what would be made and whether there is room, and makes nothing
help-events = What is told meanwhile: text, or jsonl (one JSON object for each event)
help-class-check-format = Form of the result: text, json (a list of reports), jsonl (one JSON object for each event)
help-class-export-format = The form: json, csv, ansible
## Portfolio
portfolio-heading = BTS SIO – what is proven
portfolio-title = Portfolio of { $name }
portfolio-summary = { $proven ->
    [one] { $proven } competence acquired and proven
   *[other] { $proven } competences acquired and proven
  } out of { $all }, on { $at }
portfolio-basis = Basis
portfolio-proves = proven { $at }, { $points } points, { $reference }
portfolio-indicates = only indicated (level quick) { $at }, { $points } points, { $reference }
portfolio-open = { $told }; { $open ->
    [one] { $open } point not judged
   *[other] { $open } points not judged
  }
portfolio-run = run { $number } of the journal
portfolio-file = { $path }, signed by { $whose }
portfolio-claim = { $path }, signed by nobody who is known: a claim
portfolio-note = A run at level `full` proves: its drills destroy things and look at what comes back. A run at level `quick` only indicates.
portfolio-made-by = paillasse { $version }
portfolio-nobody = the journal knows no finished run of `{ $student }`
portfolio-pdf-output = a PDF is written to a file: add --output FILE
portfolio-written = Portfolio written to { $path }
portfolio-passed-over = { $path } is passed over: { $reason }
pdf-page = { $page } / { $pages }
pdf-provisional = *: a provisional mark
pdf-rates-note = From left to right: passed, in part, failed, not judged or left to the teacher. The percentage is that of the checks judged.
help-verb-portfolio = Collects what a student has proven, over all labs
help-portfolio-student = The student, by name or identifier
help-portfolio-from = Also the results handed in to this folder (and those below)
help-portfolio-known = A file of known keys, as for verify
help-portfolio-scale = A scale file: thresholds of levels (paillasse schema scale)
help-portfolio-format = The form: terminal (default), markdown, html, pdf or json
help-portfolio-output = Writes to this file
serve-open = { $students ->
    [one] serving one student at { $address }, port { $port }, and on { $doors } ports in all
   *[other] serving { $students } students at { $address }, port { $port }, and on { $doors } ports in all
}
serve-key = key of the server: { $fingerprint }
serve-codes = what the students join with: `paillasse class codes`. Ctrl-C ends
serve-nobody = nobody has a bench of { $lab }
serve-nobody-hint = name the pupils with --roster, or make benches first: paillasse up { $lab } --student NAME
serve-until = `{ $given }` is no time of day: 11:55 is one
serve-until-past = it is { $now } already: { $given } has passed
serve-refused = a wrong password for { $student }, from { $from }
serve-login = { $student } comes, from { $from }
serve-logout = { $student } goes, from { $from }
serve-node = { $student } works on { $node }
serve-verb = { $student } ran `{ $what }`
serve-line = { $at }  { $said }
access-no-group = no pupil of { $path } is in { $group }
codes-none = nobody has a code yet: name the pupils with --roster, or serve a class
codes-slip = ✂ - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -

    { $student }

    With paillasse:       paillasse join { $code }
    Without (ssh, PuTTY): ssh -p { $port } { $student }@{ $host }
                          password { $password }
                          key of the server { $fingerprint }

column-code = Code
column-ssh = With ssh
column-password = Password
join-done = joined { $lab } as { $student }; the next time `paillasse join` is enough
join-line = { $node }: { $ssh } | { $scp }
join-leave = `exit` ends, and so does ~. at the beginning of a line
join-at = `{ $given }` is neither HOST nor HOST:PORT
help-verb-class-serve = Lets students work on their benches from their own machines
help-verb-class-codes = Shows what students join with
help-verb-join = Works on a bench that stands on the teacher's machine
help-class-serve-lab = The lab
help-class-serve-listen = The address of this machine to listen at (default: all)
help-class-serve-idle = Minutes after which a connection that does nothing is closed (default: 240)
help-class-serve-until = The hour at which the class ends: everybody is told, then leaves
help-class-serve-port = The port that all share (default: 20000); ten for each student follow
help-class-codes-port = The port that codes name (that of the last server, else 20000)
help-class-codes-renew = Gives this student another code; the one before is worth nothing any more
help-class-codes-slips = A slip for each student, to cut out
help-address = The address that codes name (that of this machine on its network)
help-join-words = The code of the sheet, the first time; then, if one likes, the node
help-join-at = Where the server is, when the code does not say or it has moved
help-join-asked = What to run there: check, hint, brief, status, history, or a node and a command
## Portfolio
join-ask = Your code:
help-class-serve-roster = The list of the pupils (CSV); without one, everybody whose bench stands
help-class-serve-group = Only this group or class of the list
help-class-codes-roster = The list of the pupils (CSV); without one, everybody who has a code
help-class-codes-group = Only this group or class of the list
state-own-codes = the codes of the students whose benches this machine makes
state-damaged-own-hint = rm { $path }, then enrol again: paillasse enrol CODE
own-code-wrong = this is no code, or part of it is missing
own-code-wrong-hint = copy all of it, from the name to the last character: paillasse enrol 'lea-martin:…'. The code of a lesson's sheet goes to `paillasse join`
enrol-done = enrolled: { $student }. Benches on this machine have your values; `paillasse up` makes them,
    `paillasse submit` writes the file to hand in.
codes-own = Each types `paillasse enrol CODE` on their machine. A code gives the values of one student: send it to that student alone
help-verb-enrol = Makes this machine that of a student of a class
help-enrol-code = The code that the teacher sent; asked for when nothing is said
help-class-codes-own = For students with a container engine of their own: the codes of `paillasse enrol`

name-device = `{ $given }` is not a device name: lower-case letters, digits and hyphens, starting with a letter, at most 40 characters

## Classrooms: what a file of inventory/ may hold
inventory-clear = `{ $key }` holds a secret in clear; an inventory only says where a secret is
inventory-clear-hint = write `{ $key }: {"{"} env: VARIABLE {"}"}`, `{"{"} file: PATH {"}"}`, `{"{"} age: {"{"} file: PATH, identity: PATH {"}"} {"}"}` or `{"{"} prompt: "Question?" {"}"}`, and change the secret: it has been seen
inventory-unknown = there is no { $what } `{ $given }` in this file
inventory-word-group = group
inventory-word-credential = credential
inventory-word-device = device
inventory-passphrase = a `passphrase` opens a `key`, and there is none
inventory-no-role = the device `{ $device }` has no `role`: server, raspberry-pi, workstation, switch, router or access-point
inventory-no-platform = the device `{ $device }` has no `platform`, such as cisco_ios or linux
inventory-no-elevation = to become root, `{ $device }` asks for a password, and its credential has neither `elevation` nor `password`
inventory-jump = `{ $given }` is neither a device of this file nor user@host:port
inventory-jump-circle = `{ $device }` is reached through devices that are reached through one another
inventory-managed-path = `{ $given }` is not an absolute path below /
inventory-plug-address = the address of a plug begins with http://
inventory-plug-clear = the address of a plug holds a name and a password in clear
inventory-seat-student = { $student } sits at seat { $seat } already
inventory-seat-device = `{ $device }` stands at seat { $seat } already

## Secrets that are elsewhere
secret-unset = the variable { $name } of the environment is not set
secret-unset-hint = read -rs { $name }; export { $name }
secret-file = { $path } cannot be read: { $reason }
secret-exposed = others can read { $path }
secret-exposed-hint = chmod 600 { $path }
secret-nobody = nobody is there to answer: { $question }
secret-nobody-hint = without a terminal, use `env`, `file` or `age` in the inventory

## paillasse classroom
help-verb-classroom = Looks after the devices of a room
help-verb-classroom-list = Lists the devices of a room
help-room = The room, by name or by file (without it: the only one)
help-inventory = The folder of rooms (otherwise PAILLASSE_INVENTORY, then inventory)
help-devices = The devices: name, group, role or seat (without it: all)
classroom-no-room = there is no room `{ $room }` in { $folder }
classroom-none = there is no room in { $folder }
classroom-several = there are several rooms: { $rooms }
classroom-room-hint = name it: --room NAME, or a file; `paillasse schema inventory` prints the format
classroom-no-device = nothing in room { $room } is called `{ $given }`
classroom-no-devices = No device: everything runs in containers.
classroom-engine = container engine { $name }: { $address }
classroom-engine-here = that of this machine
column-device = Device
column-platform = Platform
column-address = Address
column-through = Through
## Personas

persona-gone = { $name } has left. What has been said is said.
persona-too-long = { $name } did not follow: one question at a time, in at most { $most } characters.
persona-offended = { $name } would rather be asked politely.
fact-persona-asked = interview with { $who }
persona-asked = at least one question
persona-never = none
fact-persona-topics = expected information obtained from { $who }
persona-topics = { $count }
fact-persona-questions = questions asked to { $who }
fact-persona-polite = first question to { $who } greets, none is rude
fact-persona-before = { $file } before the first question to { $who }
error-persona-file = nothing is known of { $file } at the time of the first question to { $who }: the lab did not ask for it then
error-no-interviews = the record of interviews cannot be had here
problem-topic-twice = two topics are called `{ $id }`
problem-topic-words = topic `{ $id }`: `words` needs at least one group, and each group at least one word: [[outage, stop*], [how long]]
problem-topic-after = topic `{ $id }`: `after` names `{ $after }`, which is no other topic of this persona
problem-persona-empty = persona `{ $id }` knows nothing: give at least one topic
problem-persona-twice = two personas are called `{ $id }`
problem-persona-nothing = nothing is expected: give `topics`, `questions`, `polite` or `handed-in`, and `at-least` no higher than the number of topics
problem-persona-topic-twice = a topic is named twice
problem-unknown-persona = the lab has no persona `{ $id }`
problem-unknown-topic = persona `{ $who }` has no topic `{ $id }`
problem-dialogue-name = an interview is called NN-<persona>.dialogue.yaml; personas: { $known }
bench-unseen = { $file } could not be looked for: { $cause }. The question was not asked.
ask-nobody = Lab { $lab } has nobody to ask.
ask-how = One question a line; Ctrl-D to leave.
ask-input = standard input cannot be read: { $reason }
help-verb-ask = Asks someone of the case a question
help-ask-who = Who (without: lists who can be asked)
help-question = The question (without: a talk, one question a line)
help-ask-record = Shows what was said, and asks nothing
ask-says = { $name }: { $what }
