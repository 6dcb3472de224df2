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
