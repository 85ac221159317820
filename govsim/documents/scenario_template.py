"""The commented template that `govsim new scenario` writes; a test runs it over the template of a record."""

SCENARIO_TEMPLATE = """\
# A scenario: a what-if on a record. Test it with `govsim scenario check FILE`, read it with `govsim scenario run FILE`.
# This one changes the record that `govsim new record my-organisation.yaml` writes beside it.
# For completion in your editor: `govsim schema scenario > scenario.schema.json`, then keep the next line.
# yaml-language-server: $schema=scenario.schema.json
scenario: ada-stays-on-the-board   # kebab-case
title: Ada gives up the post, not the board
record: my-organisation            # in the ledger, beside this file, or among the bundled records
# fork: {before: ada-leaves}       # or {after: an-event}, {at: 2023-06-01}; the default: the first change or decision
# history: ripple                  # the default: what no longer stands falls; drop: nothing recorded happens afterwards
# enforce: true                    # acts that the bylaws make void do not happen; false unless said

changes:                           # each begins with change, insert or omit
  - change: ada-leaves
    set: {from: my-org/ceo}        # a field is replaced whole; null goes back to its default
    why: she keeps her seat        # free text, as everywhere
  - insert:                        # any event of the catalogue, written as in a record
      id: ben-chairs
      type: hired
      at: 2023-06-05
      who: ben-example
      to: my-org/chair
      replaces: ada-example
      because: [ada-leaves]        # if that falls, this falls
  # - omit: some-event

variables: {support: 0.4}          # numbers and texts for expressions

decisions:                         # answered by --choose, then choose, then default, else asked on a terminal
  - id: who-leads
    at: 2023-07-01
    actor: my-org/board
    question: Who is to lead for good?
    when: not vacant('my-org/ceo') and support < 0.5     # only then does it come up
    options:
      keep-ben:
        title: Ben stays
        weight: 2                  # how likely beside the others, for simulations: a number or an expression
        then:                      # each begins with insert, change, omit, let or stop
          - insert: {id: ben-for-good, type: hired, at: 2023-07-01, who: ben-example, to: my-org/ceo}
          - let: {support: 0.9}
      ada-returns:
        title: Ada comes back
        weight: 1 - support
        then:
          - insert:
              {id: ada-back, type: hired, at: 2023-07-01, who: ada-example, to: my-org/ceo, replaces: ben-example}
          - stop: true             # no further decision is taken
        # events: [some-event]     # recorded events that happen only with this option
    default: keep-ben
  # What only `govsim simulate` draws, a few examples; each decision has an id and a time:
  # - {motion: {organ: my-org/board, for: {ada-example: 0.9, others: 0.5}}, options: {carried: {}, fails: {}}}
  # - {resignations: {from: my-org/board, chance: 0.1}, every: 6h, times: 4}           # again and again
  # - {signing: {crowd: staff, pressure: push + share, chance: 0.5, share: share}, every: 1h, times: 9, tick: hour}
  # - {draw: {normal: [1, 0.2]}, into: loss}
  # - {set: {support: support / 2}, policy: {chance: q, option: stay}, options: {stay: {}, go: {}}}
# parameters: {q: {value: 0.7, prior: {beta: [7, 3]}, note: assumed}}                  # the prior says how unsure
# draws: {push: {uniform: [0, 1]}, rival: {bernoulli: 0.8}, day: {integers: [1, 5]}}   # once a run
# crowds: {staff: {size: 770, threshold: {logistic: [0.3, 0.1]}}}

# Expressions: and or not, == != < <= > >=, + - * /, numbers, 'text', variables and
#   holds(party, post[, time])  possible(party, post[, time])  vacant(post[, time])  count(organ[, time])
#   happened(event)  signed(letter)  verdict(event)  chose(decision)
outcomes:                          # read at the end, or at the time they name
  ben-leads: holds('ben-example', 'my-org/ceo')
  directors: count('my-org/board', '2023-12-01')

choose: {who-leads: keep-ben}      # or: choose: history, for what was done in fact

expect:                            # what `scenario check` tests
  - {event: ben-chairs, happened: true}
  - {at: 2023-06-20, post: my-org/chair, holders: [ben-example]}         # for certain, and nobody else
  - {at: 2023-06-20, post: my-org/ceo, status: acting}    # unknown absent disputed held acting vacant
  - {at: 2023-08-01, post: my-org/ceo, status: held, holders: [ben-example]}
  - {outcome: ben-leads, is: true}
  - {outcome: directors, is: 2}
  # - {verdict: some-resolution, is: valid}     # voidable void pending ratified undetermined
"""
