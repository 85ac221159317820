"""The commented template that `govsim new record` writes; a test loads it."""

RECORD_TEMPLATE = """\
# A record: the documented history of who governed an organisation. Check it with `govsim check FILE`.
# For completion in your editor: `govsim schema record > record.schema.json`, then keep the next line.
# yaml-language-server: $schema=record.schema.json
record: my-organisation            # kebab-case; event ids are unique within the record
title: My organisation, 2020-2024
zone: Europe/London                # for times written without an offset
covers: {from: 2020-01-01, to: 2024-12-31}    # outside it the answer is "unknown"

sources:                           # every field is optional
  minutes-2020: {title: Minutes of the founding meeting, date: 2020-01-15}
  newspaper: {title: Director leaves, publisher: The Gazette, date: 2023-06-03, url: "https://example.org/1"}

people:
  ada-example: Ada Example
  ben-example: {name: Ben Example, aliases: [B. Example]}

organizations:
  my-org: {name: My Organisation, law: uk-ltd}

posts:                             # organisation/post; 1 seat unless said
  my-org/board: {title: Director, seats: many, organ: true}
  my-org/chair: {title: Chair of the board, within: my-org/board}   # ends when its holder leaves the board
  my-org/ceo: {title: Chief executive}

# Times: 2023-06-01 14:30, 2023-06-01T14:30+01:00, 2023-06-01, 2023-06, 2023, 2023-06-01 evening, 2023-06~,
#        [2023-06..2023-08], [2023-06,2023-07], [..2023], [2023-06..], unknown
# Types: founded dissolved post_created post_changed post_abolished hired fired resigned departed leave_started
#        leave_ended invested divested letter_sent letter_signed resolved offered agreed withdrawn consented refused
#        stated bylaws_adopted corrected retracted partnered released review_opened review_closed met deadline_set
#        happened
events:
  - id: founding
    type: founded
    at: 2020-01-15
    organization: my-org
    who: [ada-example, ben-example]
    sources: [minutes-2020]

  - id: first-board
    type: hired
    at: 2020-01-15
    who: [ada-example, ben-example]
    to: my-org/board
    because: [founding]            # without these events this one would not have happened
    sources: [minutes-2020]

  - id: ada-in-charge
    type: hired
    at: 2020-01-15
    who: ada-example
    to: [my-org/chair, my-org/ceo]
    because: [first-board]
    sources: [minutes-2020]

  - id: ada-leaves
    type: resigned
    at: 2023-06-01 14:30           # when it took effect
    announced: 2023-06-02 evening  # when the public could know
    who: ada-example
    from: [my-org/ceo, my-org/board]
    claim: reported                # confirmed (the default), reported or disputed
    versions:                      # rival readings of the same event
      - {at: 2023-06-03, sources: [newspaper]}

  - id: ben-stands-in
    type: hired
    at: 2023-06-02
    who: ben-example
    to: my-org/ceo
    capacity: interim              # regular (the default), interim, acting or observer
    because: [ada-leaves]
"""
